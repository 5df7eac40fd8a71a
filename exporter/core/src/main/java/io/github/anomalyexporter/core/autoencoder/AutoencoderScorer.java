package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.Scorer;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.ScoresBuilder;
import io.github.anomalyexporter.core.frame.RecentRows;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.TimeOfDay;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Scores the newest rows of all instances: one row of work for each new row of an instance. What an
 * instance needs of earlier rows is kept for each phase of the step; it is rebuilt from the window
 * if the instance is new, if earlier rows have changed, or after a gap.
 */
final class AutoencoderScorer implements Scorer {
  private final AutoencoderStack trained;
  private final Autoencoder autoencoder;
  private final RowAssessment assessment;
  private final Map<Long, Phase> phases = new HashMap<>();
  private final StreamedRows newest;
  private final StreamedRows earlier;
  private final float[] cells;

  /** The streams of the instances of a phase, in their order. */
  private static final class Phase {
    final List<Labels> instances;
    final InstanceStream[] streams;
    final int[] stackRows;

    Phase(List<Labels> instances) {
      this.instances = List.copyOf(instances);
      this.streams = new InstanceStream[instances.size()];
      this.stackRows = new int[instances.size()];
    }
  }

  AutoencoderScorer(AutoencoderStack trained, Autoencoder autoencoder, RowAssessment assessment) {
    this.trained = trained;
    this.autoencoder = autoencoder;
    this.assessment = assessment;
    this.newest = new StreamedRows(trained.features().size());
    this.earlier = new StreamedRows(trained.features().size());
    this.cells = new float[trained.features().features().size()];
  }

  @Override
  public Scores score(RecentRows rows) {
    long key = rows.range().end().toEpochMilli() % trained.features().step().toMillis();
    Phase phase = phase(rows, phases.remove(key));
    Scores scores = score(rows, phase);
    // After a failure nothing is known of the rows that some streams have taken.
    phases.put(key, phase);
    return scores;
  }

  private Scores score(RecentRows rows, Phase phase) {
    TimeRange range = rows.range();
    int count = phase.streams.length;
    TimeOfDay[] times = times(range);
    newest.resize(count);
    for (int i = 0; i < count; i++) {
      int next = nextRow(phase.streams[i], rows, i);
      if (next == 0) {
        phase.streams[i] = new InstanceStream(trained, phase.stackRows[i]);
      }
      if (next < range.points() - 1) {
        takeEarlier(phase.streams[i], rows, i, next, times);
      }
      rows.copyRow(i, range.points() - 1, cells);
      phase.streams[i].forecast(cells, times[range.points() - 1], newest, i);
    }
    newest.reconstruct(autoencoder, phase.stackRows);
    ScoresBuilder scores = Scores.at(range.end(), trained.features(), rows.instances());
    for (int i = 0; i < count; i++) {
      phase.streams[i].measure(newest, i, assessment.expected());
      scores.putValues(i, newest.raw(), i * newest.inputs());
      assessment.put(scores, i, phase.streams[i], newest, i);
    }
    return scores.build();
  }

  private static TimeOfDay[] times(TimeRange range) {
    TimeOfDay[] times = new TimeOfDay[range.points()];
    for (int row = 0; row < times.length; row++) {
      times[row] = new TimeOfDay(range.at(row).toEpochMilli());
    }
    return times;
  }

  /** Returns the first row that a stream has not taken; 0 if it has to take all of them. */
  private static int nextRow(InstanceStream stream, RecentRows rows, int instance) {
    int last = rows.range().pointAt(stream.lastMillis());
    boolean follows = last >= 0 && last < rows.range().points() - 1;
    return follows && rows.firstNew(instance) > last ? last + 1 : 0;
  }

  /** Takes the rows from one on, except the last. */
  private void takeEarlier(
      InstanceStream stream, RecentRows rows, int instance, int from, TimeOfDay[] times) {
    int count = rows.range().points() - 1 - from;
    earlier.resize(count);
    for (int i = 0; i < count; i++) {
      rows.copyRow(instance, from + i, cells);
      stream.forecast(cells, times[from + i], earlier, i);
    }
    earlier.reconstruct(autoencoder, new int[] {stream.stackRow()});
    for (int i = 0; i < count; i++) {
      stream.measure(earlier, i, assessment.expected());
    }
  }

  /** Returns the streams of the instances, those of the phase's last call where it had them. */
  private Phase phase(RecentRows rows, @Nullable Phase last) {
    if (last != null && last.instances.equals(rows.instances())) {
      return last;
    }
    Map<Labels, InstanceStream> known = new HashMap<>();
    for (int i = 0; last != null && i < last.streams.length; i++) {
      known.put(last.instances.get(i), last.streams[i]);
    }
    int count = rows.instances().size();
    Phase next = new Phase(rows.instances());
    for (int i = 0; i < count; i++) {
      Labels instance = rows.instances().get(i);
      InstanceStream stream = known.get(instance);
      next.stackRows[i] = assessment.stackRow(instance);
      next.streams[i] = stream == null ? new InstanceStream(trained, next.stackRows[i]) : stream;
    }
    return next;
  }
}
