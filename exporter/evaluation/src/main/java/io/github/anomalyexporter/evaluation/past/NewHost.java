package io.github.anomalyexporter.evaluation.past;

import io.github.anomalyexporter.core.acceptance.Alarms;
import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.DetectorTraining.Outcome;
import io.github.anomalyexporter.core.detector.RaisedThresholds;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.TrainingPlan;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Simulates the first day of a new host: its history begins some hours before the day, and during
 * the day it is trained when {@code serve} would train it ({@link TrainingPlan}). The day begins
 * anywhere in the rows of a host, so that a long test set contains many first days. For one thread.
 */
public final class NewHost {
  private static final Duration DAY = Duration.ofDays(1);

  private final DetectorTraining training;
  private final @Nullable TrainedDetector fleet;
  private final Duration step;

  /**
   * @param fleet detector of other hosts that the host joins; null for a host without others
   */
  public NewHost(DetectorTraining training, @Nullable TrainedDetector fleet) {
    this.training = training;
    this.fleet = fleet;
    this.step = training.features().step();
  }

  /**
   * Figures of some first days.
   *
   * @param days number of days with scores
   * @param hoursWithFalseAlarm hours of these days with an alarm away from events
   * @param falseAlarms in these days, {@link Alarms#falseAlarms}
   * @param events labelled events that overlap these days
   * @param detected those of them with an alarm inside
   * @param leftOut an instance with a day without scores, and the reason; null if there is none
   */
  public record FirstDays(
      int days,
      int hoursWithFalseAlarm,
      int falseAlarms,
      int events,
      int detected,
      @Nullable String leftOut) {
    public static final FirstDays NONE = leftOut(null);

    /** No day, for a reason. */
    static FirstDays leftOut(@Nullable String reason) {
      return new FirstDays(0, 0, 0, 0, 0, reason);
    }

    /** Returns the figures of both, with the first reason. */
    public FirstDays plus(FirstDays other) {
      return new FirstDays(
          days + other.days,
          hoursWithFalseAlarm + other.hoursWithFalseAlarm,
          falseAlarms + other.falseAlarms,
          events + other.events,
          detected + other.detected,
          leftOut == null ? other.leftOut : leftOut);
    }

    /** Hours of a day with a false alarm; NaN without a day. */
    public double falseHoursPerDay() {
      return (double) hoursWithFalseAlarm / days;
    }

    /** False alarms of a day; NaN without a day. */
    public double falseAlarmsPerDay() {
      return (double) falseAlarms / days;
    }

    /** Share of the events that were detected; NaN without an event. */
    public double recall() {
      return (double) detected / events;
    }
  }

  /**
   * Scores first days. A day whose history is too short to train on is left out.
   *
   * @param past rows before the test set, with the instance of the test set
   * @param test rows of one instance that follow them
   * @param labels of the test set
   * @param history length of the history at the begin of a day
   * @param every time from one begin to the next, at least a day; the first day begins with the
   *     first row of the test set
   */
  public FirstDays firstDays(
      Frame past, Frame test, LabelledRows labels, Duration history, Duration every) {
    Frame rows = InUse.followed(past, test);
    int first = past.rows();
    int day = rows(DAY);
    BitSet scored = new BitSet(labels.rows());
    BitSet alarms = new BitSet(labels.rows());
    int days = 0;
    String leftOut = day > test.rows() ? missing("test rows", test.rows(), DAY) : null;
    for (int start = first; start + day <= rows.rows(); start += rows(every)) {
      int from = start - rows(history);
      String why =
          from < 0
              ? missing("rows before a day", start, history)
              : score(rows, from, start, start + day, first, alarms);
      if (why == null) {
        scored.set(start - first, start - first + day);
        days++;
      } else {
        leftOut = why;
      }
    }
    Alarms judged = new Alarms(alarms, labels);
    return new FirstDays(
        days,
        judged.falseAlarmHours(),
        judged.falseAlarms(),
        new Alarms(scored, labels).detected().size(),
        judged.detected().size(),
        leftOut == null ? null : rows.instances().get(0).get("instance") + ": " + leftOut);
  }

  private String missing(String what, int rows, Duration needed) {
    return "%s of %s, needs %s"
        .formatted(
            PrometheusDuration.format(step.multipliedBy(rows)),
            what,
            PrometheusDuration.format(needed));
  }

  /**
   * Trains and scores one day.
   *
   * @param from first row of the history
   * @param alarms receives the alarm rows, counted from {@code first}
   * @return null, or the reason why the history cannot be trained on
   */
  private @Nullable String score(
      Frame rows, int from, int start, int end, int first, BitSet alarms) {
    Labels instance = rows.instances().get(0);
    List<Scores> scored = new ArrayList<>();
    try (ServingDetectors serving = new ServingDetectors(training)) {
      for (int row = start; row < end; ) {
        Map<Labels, String> leftOut =
            train(serving, rows.part(0, from, row), step.multipliedBy(row - from));
        if (serving.of(instance) == null) {
          return leftOut.getOrDefault(instance, "no model");
        }
        int next = nextTraining(instance, from, start, row, end);
        scored.add(serving.score(rows, instance, row, next).last(next - row));
        row = next;
      }
    }
    Scores day = RaisedThresholds.raised(Scores.join(scored));
    for (int row = 0; row < day.rows(); row++) {
      alarms.set(start - first + row, day.score(row) > 1);
    }
    return null;
  }

  /** Trains and returns the instances that were left out, with the reason. */
  private Map<Labels, String> train(ServingDetectors serving, Frame history, Duration length) {
    Map<Labels, Duration> lengths = Map.of(history.instances().get(0), length);
    Instant end = history.range().end();
    Outcome outcome =
        fleet == null
            ? training.trainAll(history, lengths, null, end, TrainingProgress.SILENT)
            : training.trainInto(fleet, history, lengths, end, TrainingProgress.SILENT);
    TrainedDetector trained = outcome.detector();
    if (trained != null) {
      serving.take(training.open(trained), outcome.leftOut().keySet(), history);
    }
    return outcome.leftOut();
  }

  /** Returns the row of the next training after one at {@code trained}, at most {@code end}. */
  private int nextTraining(Labels instance, int from, int start, int trained, int end) {
    Map<Labels, Duration> learned = Map.of(instance, step.multipliedBy(trained - from));
    for (int row = trained + 1; row < end; row++) {
      TrainingPlan plan =
          TrainingPlan.due(
              Map.of(instance, step.multipliedBy(row - from)),
              learned,
              Instant.EPOCH,
              step.multipliedBy(start - from),
              DAY,
              Instant.EPOCH);
      if (plan.kind() != TrainingPlan.Kind.NOTHING) {
        return row;
      }
    }
    return end;
  }

  private int rows(Duration duration) {
    return Math.toIntExact(duration.dividedBy(step));
  }
}
