/** A kind of detector: forecasts, and autoencoders that reconstruct what those did not know. */
@NullMarked
package io.github.anomalyexporter.core.autoencoder;

import org.jspecify.annotations.NullMarked;
