package io.github.anomalyexporter.evaluation.figure;

import io.github.anomalyexporter.core.acceptance.Episodes;
import io.github.anomalyexporter.core.acceptance.Event;
import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.core.score.Episode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * How long an alarm lasts after its event. An alarm is an episode of alarm rows ({@link Episodes}).
 */
final class AlarmEnds {
  private AlarmEnds() {}

  /**
   * Returns the times from the last row of an event to the last row of the alarm that began in it,
   * in order of time. An alarm that ends before its event does not count, nor one that reaches the
   * next event, nor one so close to the end of the rows that it may continue after them.
   */
  static List<Double> seconds(BitSet alarms, LabelledRows labels) {
    List<Event> episodes = Episodes.of(alarms, labels.step());
    List<Event> events = labels.events();
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      int next = i + 1 < events.size() ? events.get(i + 1).first() : Integer.MAX_VALUE;
      episodes.stream()
          .filter(it -> it.first() >= event.first() && it.first() <= event.last())
          .filter(it -> it.last() >= event.last() && it.last() < next && isOver(it, labels))
          .forEach(it -> seconds.add(seconds(it.last() - event.last(), labels)));
    }
    return seconds;
  }

  private static boolean isOver(Event episode, LabelledRows labels) {
    return (labels.rows() - episode.last()) * labels.step().toMillis() >= Episode.GAP.toMillis();
  }

  private static double seconds(int rows, LabelledRows labels) {
    return rows * labels.step().toMillis() / 1000.0;
  }
}
