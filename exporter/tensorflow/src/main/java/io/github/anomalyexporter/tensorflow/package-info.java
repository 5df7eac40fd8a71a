/**
 * The autoencoder in TensorFlow: all rows of a stack are trained and reconstruct in one batched
 * graph. This is the only package that uses {@code org.tensorflow}, and no public signature
 * contains it.
 */
@NullMarked
package io.github.anomalyexporter.tensorflow;

import org.jspecify.annotations.NullMarked;
