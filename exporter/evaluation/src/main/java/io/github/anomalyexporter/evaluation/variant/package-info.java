/** Variants of a detector without one of its parts, to measure the contribution of the part. */
@NullMarked
package io.github.anomalyexporter.evaluation.variant;

import org.jspecify.annotations.NullMarked;
