package io.github.anomalyexporter.server.calendar;

import java.time.Instant;

/**
 * Time span.
 *
 * @param start inclusive
 * @param end exclusive; later than the start
 */
public record Window(Instant start, Instant end) {}
