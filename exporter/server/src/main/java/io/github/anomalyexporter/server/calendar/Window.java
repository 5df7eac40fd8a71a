package io.github.anomalyexporter.server.calendar;

import java.time.Instant;

/**
 * A span of time.
 *
 * @param start the first instant in it
 * @param end the first instant after it; later than the start
 */
public record Window(Instant start, Instant end) {}
