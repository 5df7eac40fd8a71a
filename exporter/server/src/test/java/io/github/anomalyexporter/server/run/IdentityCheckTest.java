package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.PrometheusConfig;
import io.github.anomalyexporter.server.discovery.AmbiguousInstances;
import io.github.anomalyexporter.server.discovery.Discovery;
import io.github.anomalyexporter.server.http.RequestObserver;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class IdentityCheckTest {
  private static final DetectorConfig CONFIG = SmallDetector.config();
  private static final String SHARED =
      "count by (instance, job) (group without (release, version, machine, sysname, domainname)"
          + " ((up{job=\"node\"}))) > 1";
  private static final String SERIES =
      "(up{job=\"node\"}) and on (instance, job) topk(5, " + SHARED + ")";

  private final DetectorState state = new DetectorState(CONFIG);
  private final Logger logger = (Logger) LoggerFactory.getLogger(IdentityCheck.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private FakePrometheus prometheus;
  private PrometheusClient client;
  private IdentityCheck check;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    prometheus = new FakePrometheus();
    client =
        new PrometheusClient(
            PrometheusConfig.defaults(prometheus.url()),
            RequestObserver.NONE,
            new Random(1),
            pause -> {});
    check = new IdentityCheck(state, new Discovery(client, CONFIG));
    check.run(SmallDetector.NOW.minus(IdentityCheck.INTERVAL));
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    logger.setLevel(null);
    client.close();
    prometheus.close();
    state.close();
  }

  private void runTwice() throws InterruptedException {
    check.run(SmallDetector.NOW);
    check.run(SmallDetector.NOW.plus(IdentityCheck.INTERVAL));
  }

  private AmbiguousInstances ambiguous() {
    return state.ambiguous().orElseThrow();
  }

  private List<String> messages() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** Two series of one instance, by the values of a label and the names of their hosts. */
  private void putPair(String label, String firstHost, String secondHost) {
    prometheus.put(SHARED, SmallDetector.WEB, time -> 2.0);
    prometheus.put(SERIES, series(label, "one", firstHost), time -> 1.0);
    prometheus.put(SERIES, series(label, "two", secondHost), time -> 1.0);
  }

  private static Labels series(String label, String value, String host) {
    return Labels.of(
        "instance", "web-1:9100", "job", "node", label, value, "nodename", host, "release", value);
  }

  @Test
  void several_hosts_under_one_identity_are_reported_with_the_label_that_tells_them_apart()
      throws InterruptedException {
    putPair("agent_hostname", "alpha", "beta");

    runTwice();

    assertThat(ambiguous())
        .isEqualTo(
            new AmbiguousInstances(List.of(SmallDetector.WEB), List.of("agent_hostname"), false));
    assertThat(messages())
        .containsExactly(
            "detector node: 1 instances are ambiguous, such as {instance=\"web-1:9100\","
                + " job=\"node\"}: the series of several hosts, by the label agent_hostname, are"
                + " scored as one: add it to identity_labels, or to replica_labels if these are"
                + " replicas of one host");
  }

  @Test
  void replicas_of_one_host_are_distinguished_from_several_hosts() throws InterruptedException {
    putPair("prometheus_replica", "alpha", "alpha");

    runTwice();

    assertThat(ambiguous().labels()).containsExactly("prometheus_replica");
    assertThat(ambiguous().advice()).endsWith("add it to replica_labels");
  }

  @Test
  void a_series_that_takes_the_place_of_another_is_not_reported() throws InterruptedException {
    putPair("pod", "alpha", "alpha");
    check.run(SmallDetector.NOW);
    prometheus.remove(SmallDetector.WEB);

    check.run(SmallDetector.NOW.plus(IdentityCheck.INTERVAL));

    assertThat(ambiguous()).isEqualTo(AmbiguousInstances.NONE);
    assertThat(messages()).isEmpty();
  }

  @Test
  void nothing_is_asked_at_the_start() {
    assertThat(prometheus.asked()).isEmpty();
    assertThat(state.ambiguous()).isEmpty();
  }

  @Test
  void it_is_said_once_and_again_when_it_is_over() throws InterruptedException {
    putPair("agent_hostname", "alpha", "beta");
    runTwice();
    runTwice();
    prometheus.remove(SmallDetector.WEB);
    runTwice();

    assertThat(messages()).hasSize(2);
    assertThat(messages().get(1)).isEqualTo("detector node: no instance is ambiguous any more");
  }

  @Test
  void a_check_that_fails_changes_nothing() throws InterruptedException {
    putPair("agent_hostname", "alpha", "beta");
    runTwice();
    prometheus.fail(FakePrometheus.EVERYTHING, 503, "no");

    check.run(SmallDetector.NOW.plus(IdentityCheck.INTERVAL.multipliedBy(2)));

    assertThat(ambiguous().instances()).containsExactly(SmallDetector.WEB);
    assertThat(messages()).hasSize(1);
  }
}
