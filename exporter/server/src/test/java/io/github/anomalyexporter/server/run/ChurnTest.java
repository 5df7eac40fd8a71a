package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.export.ScoreCollector;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.store.ModelStore;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Instances that come and go, as those of an autoscaling group do, take no memory that lasts. The
 * runs and scrapes of 100 minutes are made in a process whose heap holds what is there at one time,
 * and would not hold a trace of all the instances that were there: the process would end.
 */
class ChurnTest {
  private static final String HEAP = "-Xmx36m";

  /** Each minute has this many new instances. */
  private static final int INSTANCES = 150;

  private static final int MINUTES = 100;

  /** Part of each name, so that a name alone that is kept takes a kilobyte. */
  private static final String LONG_NAME = "x".repeat(1000);

  /** A scrape takes longer than a run. */
  private static final int MINUTES_BETWEEN_SCRAPES = 10;

  @TempDir private Path directory;

  /** The process. Prints how many instances have vanished and are still known. */
  static final class Churn {
    private static final DetectorConfig CONFIG = SmallDetector.config("max_instances: 1000\n");
    private static Instant now = SmallDetector.NOW.plus(CONFIG.timing().queryOffset());

    private Churn() {}

    /** Takes the storage. */
    public static void main(String[] arguments) throws Exception {
      TrainedDetector trained = SmallDetector.train(CONFIG);
      try (FakePrometheus prometheus = new FakePrometheus();
          PrometheusClient client = prometheus.client();
          DetectorState state = new DetectorState(CONFIG)) {
        ModelStore store = new ModelStore(Path.of(arguments[0]), CONFIG.name(), 5, CONFIG.type());
        store.prepare();
        state.serve(SmallDetector.open(CONFIG, trained), SmallRuns.manifest(CONFIG, "churn"));
        RecordingObserver observer = new RecordingObserver();
        ScoringRun run =
            SmallRuns.scoring(
                state, client, store, observer, new Clocks(() -> now, () -> nanos(now)));
        ScoreCollector collector =
            new ScoreCollector(
                () -> List.of(new RunningDetector(state, Exemptions.NONE)), () -> now);
        List<Labels> present = new ArrayList<>();
        for (int minute = 0; minute < MINUTES; minute++) {
          present.forEach(prometheus::remove);
          present.clear();
          for (int i = 0; i < INSTANCES; i++) {
            present.add(
                Labels.of("instance", "%s-%s-%s".formatted(minute, i, LONG_NAME), "job", "node"));
          }
          present.forEach(prometheus::putHost);
          run.run(now);
          if (minute % MINUTES_BETWEEN_SCRAPES == 0) {
            PrometheusTextFormatWriter.create()
                .write(OutputStream.nullOutputStream(), collector.collect());
          }
          prometheus.asked();
          now = now.plus(CONFIG.timing().step());
        }
        System.out.println(state.board().known().size());
      }
    }

    private static long nanos(Instant time) {
      return Duration.between(SmallDetector.NOW, time).toNanos();
    }
  }

  @Test
  void instances_that_come_and_go_take_no_memory_that_lasts() throws Exception {
    Path output = directory.resolve("output");
    int code =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-XX:+UseSerialGC",
                // TensorFlow's memory is not of the heap, which JavaCPP takes as its bound.
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                Churn.class.getName(),
                Files.createDirectory(directory.resolve("storage")).toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();

    assertThat(code).as(Files.readString(output)).isZero();
    assertThat(output).content().endsWith("1150\n");
  }
}
