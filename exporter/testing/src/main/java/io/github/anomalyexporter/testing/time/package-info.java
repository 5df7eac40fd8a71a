/** The text format of durations. */
@NullMarked
package io.github.anomalyexporter.testing.time;

import org.jspecify.annotations.NullMarked;
