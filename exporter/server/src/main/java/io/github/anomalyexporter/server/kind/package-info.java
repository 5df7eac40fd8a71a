/**
 * The kinds of detectors: each with its training, its files and its runtime. Only this package sees
 * TensorFlow.
 */
@NullMarked
package io.github.anomalyexporter.server.kind;

import org.jspecify.annotations.NullMarked;
