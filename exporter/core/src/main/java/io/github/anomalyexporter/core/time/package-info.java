/** Durations and times in the syntax of Prometheus. */
@NullMarked
package io.github.anomalyexporter.core.time;

import org.jspecify.annotations.NullMarked;
