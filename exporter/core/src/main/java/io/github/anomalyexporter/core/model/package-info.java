/** The ports behind which the autoencoder lives, and the plain data that crosses them. */
@NullMarked
package io.github.anomalyexporter.core.model;

import org.jspecify.annotations.NullMarked;
