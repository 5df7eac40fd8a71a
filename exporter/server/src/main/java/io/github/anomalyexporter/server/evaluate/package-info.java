/** Evaluation of detectors on labelled CSV files. */
@NullMarked
package io.github.anomalyexporter.server.evaluate;

import org.jspecify.annotations.NullMarked;
