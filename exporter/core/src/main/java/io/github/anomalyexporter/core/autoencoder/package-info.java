/** The detector that reconstructs the innovations of forecasts by autoencoders. */
@NullMarked
package io.github.anomalyexporter.core.autoencoder;

import org.jspecify.annotations.NullMarked;
