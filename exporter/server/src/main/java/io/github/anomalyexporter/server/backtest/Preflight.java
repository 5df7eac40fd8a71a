package io.github.anomalyexporter.server.backtest;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What switching the detector on will cost.
 *
 * @param instances that are watched now
 * @param queriesPerRun queries of one scoring run: one for each feature and one for the instances
 * @param scoringRun what one was measured to ask
 * @param queriesPerTraining range queries of one training, before they are split in time
 * @param samplesPerTraining of a training on as much history as is configured, without gaps
 * @param history what the range queries of this backtest were measured to be
 * @param training how long the last one took; zero where there was none
 * @param trainingHeap bytes of heap that the history of a training takes
 * @param recommendedHeap bytes to give by {@code -Xmx}
 * @param modelBytes of a stored version; empty where nothing was trained
 */
public record Preflight(
    int instances,
    int queriesPerRun,
    QueryLoad scoringRun,
    int queriesPerTraining,
    long samplesPerTraining,
    QueryLoad history,
    Duration training,
    long trainingHeap,
    long recommendedHeap,
    OptionalLong modelBytes) {}
