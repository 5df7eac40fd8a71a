/** Labelled CSV files in, figures of how good a detector is on them out. */
@NullMarked
package io.github.anomalyexporter.server.evaluate;

import org.jspecify.annotations.NullMarked;
