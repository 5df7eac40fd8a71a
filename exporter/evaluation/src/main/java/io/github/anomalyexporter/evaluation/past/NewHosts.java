package io.github.anomalyexporter.evaluation.past;

import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.DetectorTraining.Outcome;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.evaluation.past.NewHost.FirstDays;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Simulates that each host of a fleet is a new host ({@link NewHost}), alone and as a host that
 * joins the other hosts, which were trained on the end of their histories.
 */
public final class NewHosts {
  /** Time from one first day to the next of the same host. */
  private static final Duration EVERY = Duration.ofDays(4);

  /** Maximum length of the history of the hosts that a new host joins. */
  private static final Duration FLEET_HISTORY = Duration.ofDays(7);

  private final Supplier<DetectorTraining> trainings;
  private final List<Host> hosts;

  /**
   * A labelled host.
   *
   * @param history rows before the test set
   * @param test rows of the same instance that follow them, with the same columns
   * @param labels of the test set
   */
  public record Host(Frame history, Frame test, LabelledRows labels) {
    Labels instance() {
      return test.instances().get(0);
    }
  }

  /**
   * Sums over the hosts for one length of history.
   *
   * @param history length of the history at the begin of a day
   * @param alone of a host without others
   * @param inFleet of a host that joins the others
   */
  public record Measured(Duration history, FirstDays alone, FirstDays inFleet) {
    private static Measured sum(Measured one, Measured other) {
      return new Measured(
          one.history, one.alone.plus(other.alone), one.inFleet.plus(other.inFleet));
    }
  }

  /** Receives the progress, from several threads. */
  public interface Progress {
    /**
     * Called when a host has been measured for one length of history.
     *
     * @param done number of hosts and lengths that have been measured
     * @param of number of all hosts and lengths
     */
    void measured(int done, int of);
  }

  /**
   * @param trainings returns a training of the columns of the hosts, for one thread
   * @param hosts at least two, of different instances, with the same columns
   */
  public NewHosts(Supplier<DetectorTraining> trainings, List<Host> hosts) {
    long instances = hosts.stream().map(Host::instance).distinct().count();
    if (hosts.size() < 2 || instances < hosts.size()) {
      throw new IllegalArgumentException(instances + " instances of " + hosts.size() + " hosts");
    }
    this.trainings = trainings;
    this.hosts = List.copyOf(hosts);
  }

  /** Returns the sums over all hosts for each length of history, in their order. */
  public List<Measured> measure(List<Duration> histories, Progress progress) {
    AtomicInteger done = new AtomicInteger();
    int all = hosts.size() * histories.size();
    Runnable measured = () -> progress.measured(done.incrementAndGet(), all);
    // A training of one host uses one core.
    List<List<Measured>> ofHosts =
        hosts.parallelStream().map(host -> measure(host, histories, measured)).toList();
    return IntStream.range(0, histories.size())
        .mapToObj(
            length ->
                ofHosts.stream()
                    .map(ofHost -> ofHost.get(length))
                    .reduce(Measured::sum)
                    .orElseThrow())
        .toList();
  }

  private List<Measured> measure(Host host, List<Duration> histories, Runnable measured) {
    DetectorTraining training = trainings.get();
    Outcome others = others(host, training);
    NewHost alone = new NewHost(training, null);
    NewHost joining = new NewHost(training, others.detector());
    List<Measured> all = new ArrayList<>();
    for (Duration history : histories) {
      all.add(
          new Measured(
              history,
              firstDays(alone, host, history),
              others.detector() == null
                  ? FirstDays.leftOut(reason(host, others))
                  : firstDays(joining, host, history)));
      measured.run();
    }
    return all;
  }

  private static FirstDays firstDays(NewHost newHost, Host host, Duration history) {
    return newHost.firstDays(host.history(), host.test(), host.labels(), history, EVERY);
  }

  private static String reason(Host host, Outcome others) {
    return others.leftOut().values().stream()
        .distinct()
        .collect(
            Collectors.joining(
                "; ", "other hosts of " + host.instance().get("instance") + ": ", ""));
  }

  /** Trains the other hosts on the end of their histories, as many rows as all of them have. */
  private Outcome others(Host left, DetectorTraining training) {
    List<Frame> histories =
        hosts.stream().filter(host -> !host.equals(left)).map(Host::history).toList();
    Duration step = training.features().step();
    int rows =
        histories.stream()
            .mapToInt(Frame::rows)
            .reduce(Math.toIntExact(FLEET_HISTORY.dividedBy(step)), Math::min);
    List<Labels> labels = new ArrayList<>();
    List<float[]> cells = new ArrayList<>();
    for (Frame history : histories) {
      labels.add(history.instances().get(0));
      cells.add(history.part(0, history.rows() - rows, history.rows()).cells(0));
    }
    // Rows of files have no times: those of the others end with the history of the host.
    TimeRange range = TimeRange.endingAt(left.history().range().end(), step, rows);
    return training.trainAll(
        new Frame(range, left.history().columns(), labels, cells),
        Map.of(),
        null,
        range.end(),
        TrainingProgress.SILENT);
  }
}
