/** Samples of many instances on one time grid: rows, columns, gaps, coverage. */
@NullMarked
package io.github.anomalyexporter.core.frame;

import org.jspecify.annotations.NullMarked;
