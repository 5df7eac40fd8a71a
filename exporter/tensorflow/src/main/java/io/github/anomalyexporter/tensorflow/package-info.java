/**
 * The autoencoder's ports in TensorFlow: all rows of a stack train and reconstruct in one batched
 * graph. The only package that sees {@code org.tensorflow}, and none of that in a public signature.
 */
@NullMarked
package io.github.anomalyexporter.tensorflow;

import org.jspecify.annotations.NullMarked;
