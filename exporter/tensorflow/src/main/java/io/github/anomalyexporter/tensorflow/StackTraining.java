package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.TrainedAutoencoder;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.model.TrainingRows;
import io.github.anomalyexporter.core.model.TrainingStoppedException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** The training of a stack: the state of its rows and its epochs. */
final class StackTraining {
  /**
   * Rows of the stack in one step. It limits the data of a step to about the size of the
   * processor's cache, because training is slower otherwise, and bounds the memory of a step for
   * any fleet size.
   */
  private static final int GROUP = 64;

  private final ParameterLayout layout;
  private final TrainingOptions options;
  private final List<StackRow> rows = new ArrayList<>();
  private final Batch batch;
  private final TrainingGraph graph;

  /** Allocates the batch for a training of rows. */
  static Batch batch(List<TrainingRows> rows, TrainingOptions options) {
    int longest = rows.stream().mapToInt(TrainingRows::rows).max().orElseThrow();
    return new Batch(
        Math.min(GROUP, rows.size()), Math.min(options.batchSize(), longest), rows.get(0).inputs());
  }

  /**
   * @param session with an empty graph; closed by the caller
   * @param batch of {@link #batch}; closed by the caller
   */
  StackTraining(
      NativeSession session,
      Batch batch,
      Architecture architecture,
      List<TrainingRows> data,
      TrainingOptions options) {
    this.layout = new ParameterLayout(architecture);
    this.options = options;
    this.batch = batch;
    this.graph = new TrainingGraph(session, architecture, data.size(), options);
    float[] parameters = new float[data.size() * layout.width()];
    for (int row = 0; row < data.size(); row++) {
      SplittableRandom random = new SplittableRandom(31 * options.seed() + row);
      new InitialWeights(architecture, random).draw(parameters, row * layout.width());
      rows.add(new StackRow(row, data.get(row), random));
    }
    graph.initialize(parameters);
  }

  /**
   * Trains every row whose patience is not exhausted once over its training part.
   *
   * @param epoch from 1
   * @return false if no row was left to train
   * @throws TrainingStoppedException if the thread is interrupted
   */
  boolean epoch(int epoch) {
    List<StackRow> unfinished =
        rows.stream().filter(row -> !row.hasFinished(epoch - 1, options.patience())).toList();
    for (int from = 0; from < unfinished.size(); from += GROUP) {
      epoch(epoch, unfinished.subList(from, Math.min(from + GROUP, unfinished.size())));
    }
    return !unfinished.isEmpty();
  }

  private void epoch(int epoch, List<StackRow> group) {
    group.forEach(StackRow::beginEpoch);
    pass(group, StackRow::training, graph::train);
    pass(group, StackRow::validation, graph::evaluate);
    int[] improved =
        group.stream().filter(row -> row.endEpoch(epoch)).mapToInt(StackRow::index).toArray();
    if (improved.length > 0) {
      graph.keep(improved);
    }
  }

  /** Passes over one part of each row in batches; rows without further samples are left out. */
  private void pass(
      List<StackRow> group,
      Function<StackRow, RowPart> part,
      Function<Batch, BatchLoss> measurement) {
    int longest = group.stream().mapToInt(row -> part.apply(row).size()).max().orElse(0);
    for (int from = 0; from < longest; from += batch.samples()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new TrainingStoppedException();
      }
      int position = from;
      List<StackRow> active =
          group.stream().filter(row -> part.apply(row).size() > position).toList();
      batch.gather(active, part, from);
      BatchLoss loss = measurement.apply(batch);
      for (int i = 0; i < active.size(); i++) {
        part.apply(active.get(i)).addLoss(loss.squares(i), loss.cells(i));
      }
    }
  }

  /** Mean of the last finite losses of the rows; NaN without any. */
  double meanLoss() {
    return rows.stream()
        .mapToDouble(StackRow::loss)
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  TrainedAutoencoder result() {
    return new TrainedAutoencoder(
        layout.weights(graph.best()), rows.stream().map(StackRow::report).toList());
  }
}
