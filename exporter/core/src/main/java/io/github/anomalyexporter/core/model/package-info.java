/** The interfaces of the autoencoder, their data, and the forecast. */
@NullMarked
package io.github.anomalyexporter.core.model;

import org.jspecify.annotations.NullMarked;
