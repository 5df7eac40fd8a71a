package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.core.series.Series;
import java.util.function.Consumer;

/**
 * An expression and what takes its result.
 *
 * @param sink called by one thread at a time, though not the caller's, once for each series
 */
public record InstantQuery(String promql, Consumer<Series> sink) {}
