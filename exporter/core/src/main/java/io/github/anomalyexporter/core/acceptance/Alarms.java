package io.github.anomalyexporter.core.acceptance;

import io.github.anomalyexporter.core.score.Episode;
import io.github.anomalyexporter.core.series.Median;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;

/** Alarm rows compared with labelled rows, counted as an operator on call would. */
public final class Alarms {
  private final BitSet alarms;
  private final LabelledRows labels;

  public Alarms(BitSet alarms, LabelledRows labels) {
    this.alarms = alarms;
    this.labels = labels;
  }

  /** Returns the first alarm row inside an event, -1 without one. */
  private int firstIn(Event event) {
    return firstIn(alarms, event);
  }

  private static int firstIn(BitSet rows, Event event) {
    int row = rows.nextSetBit(event.first());
    return row > event.last() ? -1 : row;
  }

  /** Returns the events with an alarm row inside. */
  public List<Event> detected() {
    return labels.events().stream().filter(event -> firstIn(event) >= 0).toList();
  }

  /** Median time from the first row of a detected event to its first alarm; NaN without one. */
  public double medianDelaySeconds() {
    return Median.of(
        detected().stream().mapToDouble(event -> seconds(firstIn(event) - event.first())));
  }

  /**
   * Returns the number of false alarms: episodes of alarm rows more than 10 minutes away from every
   * event. An episode counts once for each hour or part of an hour.
   */
  public int falseAlarms() {
    int count = 0;
    for (Event episode : Episodes.of(awayFromEvents(), labels.step())) {
      count +=
          1
              + Math.toIntExact(
                  millis(episode.last() - episode.first()) / Duration.ofHours(1).toMillis());
    }
    return count;
  }

  /**
   * Returns the number of hours, from the first row on, with an alarm row away from every event.
   */
  public int falseAlarmHours() {
    BitSet away = awayFromEvents();
    int hour = labels.rowsPerHour();
    int count = 0;
    for (int row = away.nextSetBit(0); row >= 0; row = away.nextSetBit((row / hour + 1) * hour)) {
      count++;
    }
    return count;
  }

  /** Returns the number of runs of alarm rows without a row within 10 minutes of an event. */
  public int runsWithoutEvent() {
    BitSet near = nearEvents();
    return (int) Event.runs(alarms).stream().filter(run -> firstIn(near, run) < 0).count();
  }

  /** Returns the alarm rows more than 10 minutes away from every event. */
  private BitSet awayFromEvents() {
    BitSet away = (BitSet) alarms.clone();
    away.andNot(nearEvents());
    return away;
  }

  private BitSet nearEvents() {
    int reach = Math.toIntExact(Episode.GAP.toMillis() / labels.step().toMillis());
    BitSet near = new BitSet();
    for (Event event : labels.events()) {
      near.set(Math.max(0, event.first() - reach), event.last() + reach + 1);
    }
    return near;
  }

  private long millis(int rows) {
    return rows * labels.step().toMillis();
  }

  private double seconds(int rows) {
    return millis(rows) / 1000.0;
  }
}
