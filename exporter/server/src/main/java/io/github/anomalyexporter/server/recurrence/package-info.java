/** Anomalies that recur at the same time of day, and calendar entries proposed for them. */
@NullMarked
package io.github.anomalyexporter.server.recurrence;

import org.jspecify.annotations.NullMarked;
