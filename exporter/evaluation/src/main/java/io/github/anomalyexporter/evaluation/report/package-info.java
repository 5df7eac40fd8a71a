/** The evaluation of detectors on labelled rows, as table, JSON and CSV. */
@NullMarked
package io.github.anomalyexporter.evaluation.report;

import org.jspecify.annotations.NullMarked;
