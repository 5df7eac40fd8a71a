/** Reads the weights of a TensorFlow SavedModel without TensorFlow. */
@NullMarked
package io.github.anomalyexporter.server.savedmodel;

import org.jspecify.annotations.NullMarked;
