package io.github.anomalyexporter.server.run;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * Wall clock and monotonic clock of a run.
 *
 * @param wall for points in time; may jump in both directions
 * @param nanoTime for durations, like {@link System#nanoTime}
 */
public record Clocks(InstantSource wall, LongSupplier nanoTime) {}
