package io.github.anomalyexporter.it.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.anomalyexporter.core.detector.InstanceReading;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.RealPrometheus;
import io.github.anomalyexporter.it.support.ScrapeConfig;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.it.support.TrainedModel;
import io.github.anomalyexporter.server.app.DetectorParts;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.discovery.CurrentQueries;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.http.RequestObserver;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.run.Clocks;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.PrometheusSource;
import io.github.anomalyexporter.server.run.RunKind;
import io.github.anomalyexporter.server.run.RunObserver;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.run.ScoringRun;
import io.github.anomalyexporter.server.store.LoadedModel;
import io.github.anomalyexporter.server.store.ModelStore;
import io.github.anomalyexporter.server.store.ModelStore.Schema;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Prometheus is restarted in the middle of an incident, at the default timing: a run every 15
 * seconds, rows a minute apart. The runs are those of the exporter and Prometheus is a real one,
 * but its samples are written beforehand and each run is at its own moment of a pinned clock, so
 * that half an hour of them takes seconds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RestartedPrometheusIT {
  private static final PrometheusVersion VERSION = PrometheusVersion.THREE;
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  /** Runs in a step. */
  private static final int PHASES = 4;

  /** Of the samples that follow the history that the model has learned. */
  private static final Instant START = History.SHARED_END;

  private static final Instant INCIDENT = START.plus(Duration.ofMinutes(5));
  private static final Instant DOWN = START.plus(Duration.ofMinutes(10));
  private static final Instant UP = START.plus(Duration.ofMinutes(13));
  private static final Instant END = START.plus(Duration.ofMinutes(22));

  /** Anomalous since before the restart. */
  private static final Labels ILL = host("web-1");

  private static final Labels WELL = host("web-2");

  /** There for the first time after the restart, and anomalous from its first row on. */
  private static final Labels NEW = host("web-9");

  @AutoClose private RealPrometheus prometheus;
  @AutoClose private PrometheusClient client;
  @AutoClose private DetectorState state;
  private ScoringRun run;
  private Instant now = START;

  private static Labels host(String name) {
    return Labels.of("instance", name + ":9100", "job", "node");
  }

  @BeforeAll
  void start() throws IOException, ConfigException {
    Path directory = Tools.workspace(RestartedPrometheusIT.class);
    Path data = directory.resolve("data");
    History.link(data);
    List<String> withNew = Stream.concat(History.HOSTS.stream(), Stream.of("web-9")).toList();
    addSamples(History.HOSTS, START, DOWN, data);
    addSamples(withNew, UP, END, data);
    prometheus = RealPrometheus.start(VERSION, directory, new ScrapeConfig().toString());
    ExporterConfig yaml =
        ExporterConfig.of(prometheus.url())
            .with("scoring_interval", INTERVAL.toSeconds() + "s")
            .with("query_offset", "0s");
    Config config =
        ConfigFile.parse(
            "restart", yaml + "storage: {path: '%s'}%n".formatted(directory.resolve("storage")));
    TrainedModel.copyTo(directory.resolve("storage"));
    DetectorConfig detector = config.detectors().get(0);
    client =
        new PrometheusClient(
            config.prometheus(), RequestObserver.NONE, new Random(1), duration -> {});
    state = new DetectorState(detector);
    run = run(DetectorParts.store(config, detector));
  }

  private static void addSamples(List<String> names, Instant start, Instant end, Path data) {
    SimulatedFleet fleet =
        History.fleet(names).with(Incident.of(IncidentKind.CPU_HOG, "web-1", INCIDENT));
    if (names.contains("web-9")) {
      fleet = fleet.with(Incident.of(IncidentKind.CPU_HOG, "web-9", INCIDENT));
    }
    History.add(fleet, start, end, History.FINE, Map.of(), data);
  }

  /** As the exporter puts it together, but for the clock. */
  private ScoringRun run(ModelStore store) {
    DetectorConfig detector = state.config();
    Duration rateWindow = CurrentQueries.configuredRateWindow(detector).orElseThrow();
    LoadedModel model =
        store
            .load(
                new Schema(detector.features(), detector.model().layers(), rateWindow),
                (place, reason) -> {
                  throw new AssertionError(place + ": " + reason);
                })
            .orElseThrow();
    state.serve(detector.training().open(model.trained()), model.manifest());
    return new ScoringRun(
        new RunningDetector(state, Exemptions.NONE),
        new PrometheusSource(state, client),
        store,
        new Unobserved(),
        new Clocks(() -> now, () -> Duration.between(START, now).toNanos()));
  }

  private void runAt(Instant time) throws InterruptedException {
    now = time;
    run.run(time);
  }

  private InstanceReading reading(Labels instance) {
    return state.board().read(now).stream()
        .filter(it -> it.instance().equals(instance))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + instance + " at " + now));
  }

  @Test
  void an_incident_is_never_shown_with_a_low_score() throws InterruptedException {
    for (Instant time = INCIDENT.minus(INTERVAL); time.isBefore(DOWN); time = time.plus(INTERVAL)) {
      runAt(time);
      assertThat(reading(WELL).state()).isEqualTo(InstanceState.OK);
    }
    assertThat(reading(ILL).score()).isGreaterThan(1);

    prometheus.kill();
    assertThatExceptionOfType(RequestException.class).isThrownBy(() -> runAt(DOWN.plus(INTERVAL)));
    prometheus.restart();

    // A rate takes two scrapes.
    Instant back = UP.plus(INTERVAL);
    int illFrom = -1;
    int newFrom = -1;
    int number = 0;
    for (Instant time = back; time.isBefore(END); time = time.plus(INTERVAL)) {
      runAt(time);
      illFrom = illFrom < 0 && reading(ILL).hasScore() ? number : illFrom;
      newFrom = newFrom < 0 && reading(NEW).hasScore() ? number : newFrom;
      for (Labels host : List.of(ILL, NEW)) {
        InstanceReading reading = reading(host);
        System.out.printf(
            "%s run %d: %s %.2f, coverage %.2f%n",
            host.get("instance"), number, reading.state(), reading.score(), reading.coverage());
        if (reading.hasScore()) {
          assertThat(reading.score()).as("%s %s", host, time).isGreaterThan(1);
        } else {
          assertThat(reading.state()).isEqualTo(InstanceState.INSUFFICIENT_DATA);
        }
      }
      InstanceReading well = reading(WELL);
      assertThat(well.hasScore() ? well.score() : 0).as("%s", time).isLessThanOrEqualTo(1);
      number++;
    }
    assertThat(illFrom).as("runs until the ill host has a score").isBetween(0, 2 * PHASES);
    assertThat(newFrom).as("runs until the new host has a score").isBetween(2 * PHASES, 4 * PHASES);
    assertThat(reading(WELL).state()).isEqualTo(InstanceState.OK);
    assertThat(reading(NEW).state()).isEqualTo(InstanceState.WARMING_UP);
  }

  private static final class Unobserved implements RunObserver {
    @Override
    public void stageEnded(String detector, RunKind kind, String stage, Duration duration) {}

    @Override
    public void runEnded(String detector, RunKind kind) {}

    @Override
    public void runFailed(String detector, RunKind kind, String category) {}

    @Override
    public void runsMissed(String detector, RunKind kind, long count) {}
  }
}
