/** The evaluation of detectors of any kind on labelled rows. */
@NullMarked
package io.github.anomalyexporter.core.evaluation;

import org.jspecify.annotations.NullMarked;
