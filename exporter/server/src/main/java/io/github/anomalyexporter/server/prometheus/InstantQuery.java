package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.core.series.Series;
import java.util.function.Consumer;

/**
 * Expression and receiver of its result.
 *
 * @param sink called once per series, by one thread at a time, which is not the caller's thread
 */
public record InstantQuery(String promql, Consumer<Series> sink) {}
