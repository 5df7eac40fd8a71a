package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.InstanceReading;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.store.ModelStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fault of a source, in each of its answers, while an instance is anomalous: the instance is
 * never shown as normal, and never as vanished.
 */
class SourceFaultsTest {
  private static final DetectorConfig CONFIG = SmallDetector.config();
  private static final Duration INTERVAL = CONFIG.timing().scoringInterval();
  private static final Instant START = SmallDetector.NOW.plus(CONFIG.timing().queryOffset());

  /** Scores expire after four scoring intervals. */
  private static final int RUNS = 5;

  private static TrainedDetector trained;

  @TempDir private Path storage;
  private final RecordingObserver observer = new RecordingObserver();
  private final DetectorState state = new DetectorState(CONFIG);
  private FakePrometheus prometheus;
  private PrometheusClient client;
  private RunBoundary run;
  private Instant now = START;

  @BeforeAll
  static void train() {
    trained = SmallDetector.train(CONFIG);
  }

  @BeforeEach
  void start() throws IOException {
    prometheus = new FakePrometheus();
    prometheus.putHosts();
    prometheus.put(SmallDetector.CPU, SmallDetector.WEB, time -> incident(time, 0.4, 1));
    prometheus.put(SmallDetector.MEMORY, SmallDetector.WEB, time -> incident(time, 1.4e6, 0));
    client = prometheus.client();
    ModelStore store = new ModelStore(storage, CONFIG.name(), 5, CONFIG.type());
    store.prepare();
    state.serve(SmallDetector.open(CONFIG, trained), SmallRuns.manifest(CONFIG, "faults"));
    run =
        new RunBoundary(
            CONFIG.name(),
            RunKind.SCORING,
            SmallRuns.scoring(
                state, client, store, observer, new Clocks(() -> now, this::nanoTime)),
            observer,
            this::nanoTime);
  }

  private static double incident(Instant time, double usual, double unusual) {
    return time.isAfter(SmallDetector.NOW) ? unusual : usual;
  }

  private long nanoTime() {
    return Duration.between(START, now).toNanos();
  }

  @AfterEach
  void stop() {
    client.close();
    prometheus.close();
    state.close();
  }

  private record Answer(int status, String body) {}

  private static Answer error(int status, String type) {
    return new Answer(
        status, "{\"status\":\"error\",\"errorType\":\"" + type + "\",\"error\":\"it failed\"}");
  }

  private static Answer page(int status) {
    return new Answer(status, "<html><body>" + status + " by a proxy</body></html>");
  }

  private static Answer data(String data) {
    return new Answer(200, "{\"status\":\"success\",\"data\":" + data + "}");
  }

  private static Answer partial(String result, String mark) {
    return new Answer(
        200,
        "{\"status\":\"success\","
            + mark
            + ",\"data\":{\"resultType\":\""
            + result
            + "\",\"result\":[]}}");
  }

  private static Stream<Answer> answers(String result) {
    String values = result.equals("matrix") ? "\"values\":[" : "\"value\":";
    String end = result.equals("matrix") ? "]" : "";
    String web = "{\"metric\":{\"instance\":\"web-1:9100\",\"job\":\"node\"}," + values;
    String open = "{\"resultType\":\"" + result + "\",\"result\":[";
    return Stream.of(
        error(400, "bad_data"),
        error(422, "execution"),
        error(500, "internal"),
        error(503, "timeout"),
        error(503, "canceled"),
        error(503, "unavailable"),
        error(200, "execution"),
        page(200),
        page(301),
        page(400),
        page(401),
        page(403),
        page(404),
        page(405),
        page(408),
        page(413),
        page(429),
        page(500),
        page(502),
        page(503),
        page(504),
        new Answer(200, ""),
        new Answer(200, "null"),
        new Answer(200, "{}"),
        new Answer(200, "[]"),
        new Answer(200, "{\"status\":\"success\"}"),
        data("null"),
        data("{}"),
        data("{\"resultType\":\"scalar\",\"result\":[0,\"1\"]}"),
        data("{\"resultType\":\"string\",\"result\":[0,\"up\"]}"),
        data(open + web + "[1772452800,\"0.4\"" + end + "}"),
        data(open + web + "[1772452800,\"much\"]" + end + "}]}"),
        data(open + web + "[\"now\",\"0.4\"]" + end + "}]}"),
        data(open + "{\"metric\":{}," + values + "[1772452800,\"0.4\"]" + end + "}]}"),
        partial(result, "\"warnings\":[\"receive series from store-b:10901: Unavailable\"]"),
        partial(result, "\"isPartial\":true"));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
            SmallDetector.INSTANCES,
            SmallDetector.CPU,
            SmallDetector.MEMORY,
            FakePrometheus.EVERYTHING)
        .flatMap(
            expression ->
                answers(expression.equals(SmallDetector.INSTANCES) ? "vector" : "matrix")
                    .map(answer -> Arguments.of(expression, answer.status(), answer.body())));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void is_never_shown_as_normal(String expression, int status, String body)
      throws InterruptedException {
    run.run(now);
    assertThat(web().state()).isEqualTo(InstanceState.OK);
    assertThat(web().score()).as("before the incident").isLessThan(1);
    prometheus.fail(expression, status, body);

    for (int i = 0; i < RUNS; i++) {
      now = now.plus(INTERVAL);
      run.run(now);
      assertThat(web().state()).isNotEqualTo(InstanceState.VANISHED);
    }

    InstanceReading during = web();
    if (during.hasScore()) {
      assertThat(during.score()).isGreaterThan(1);
      assertThat(during.coverage()).isLessThan(1);
    } else {
      assertThat(during.state()).isIn(InstanceState.STALE, InstanceState.INSUFFICIENT_DATA);
    }
    prometheus.heal();
    now = now.plus(CONFIG.timing().step());
    run.run(now);
    assertThat(web().state()).isEqualTo(InstanceState.OK);
    assertThat(web().score()).as("when the source recovered").isGreaterThan(1);
  }

  private InstanceReading web() {
    return state.board().read(now).stream()
        .filter(reading -> reading.instance().equals(SmallDetector.WEB))
        .findFirst()
        .orElseThrow();
  }
}
