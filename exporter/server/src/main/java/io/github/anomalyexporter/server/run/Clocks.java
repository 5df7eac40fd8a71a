package io.github.anomalyexporter.server.run;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The two clocks of a run.
 *
 * @param wall for points in time; it may be set, also back
 * @param nanoTime for durations, as {@link System#nanoTime}
 */
public record Clocks(InstantSource wall, LongSupplier nanoTime) {}
