/** Recurring windows in wall clock time of time zones. */
@NullMarked
package io.github.anomalyexporter.server.calendar;

import org.jspecify.annotations.NullMarked;
