package io.github.anomalyexporter.evaluation.backtest;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Cost of operating the detector.
 *
 * @param instances number of instances that are watched now
 * @param queriesPerRun queries of one scoring run: one per feature and one for the instances
 * @param scoringRun measured load of one scoring run
 * @param queriesPerTraining range queries of one training, before they are split in time
 * @param samplesPerTraining samples of a training on the full configured history without gaps
 * @param history measured load of the range queries of this backtest
 * @param training duration of the last training; zero without a training
 * @param trainingHeap heap for the history of a training, in bytes
 * @param recommendedHeap recommended {@code -Xmx}, in bytes
 * @param modelBytes size of a stored version in bytes; empty if none was stored
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
