/** Recurring windows on the wall clocks of time zones. */
@NullMarked
package io.github.anomalyexporter.server.calendar;

import org.jspecify.annotations.NullMarked;
