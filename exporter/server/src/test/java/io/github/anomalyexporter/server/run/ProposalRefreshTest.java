package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.recurrence.PastAlarms;
import io.github.anomalyexporter.server.recurrence.ProposalSearch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ProposalRefreshTest {
  private static final String QUERY =
      "max by (instance, job) (max_over_time(anomaly_is_anomalous{detector=\"node\",exported_instance=\"\"}[5m]))";
  private static final Instant START = PastAlarms.END;

  @AutoClose private final FakePrometheus prometheus = new FakePrometheus();
  @AutoClose private final PrometheusClient client = prometheus.client();
  @AutoClose private final DetectorState state = new DetectorState(SmallDetector.config());
  private final Logger logger = (Logger) LoggerFactory.getLogger(ProposalRefresh.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final ProposalRefresh refresh =
      new ProposalRefresh(state, new ProposalSearch(client, state.config(), List.of()));

  ProposalRefreshTest() throws IOException {}

  @BeforeEach
  void start() {
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
    prometheus.put(
        QUERY, SmallDetector.DB, PastAlarms.inUtc().daily("01:30", Duration.ofMinutes(45)));
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  /** Runs every ten minutes, as scheduled. */
  private void runFor(Instant from, Duration length) throws InterruptedException {
    for (Instant time = from;
        time.isBefore(from.plus(length));
        time = time.plus(ProposalRefresh.CHECK)) {
      refresh.run(time);
    }
  }

  private List<String> messages() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void nothing_is_queried_at_the_start() throws InterruptedException {
    refresh.run(START);

    assertThat(prometheus.asked()).isEmpty();
    assertThat(state.proposals()).isEmpty();
  }

  @Test
  void proposals_are_searched_once_a_day() throws InterruptedException {
    runFor(START, Duration.ofMinutes(20));
    assertThat(state.proposals().orElseThrow().proposals()).hasSize(1);
    assertThat(prometheus.asked()).isNotEmpty();

    runFor(START.plus(Duration.ofMinutes(20)), Duration.ofHours(23));
    assertThat(prometheus.asked()).isEmpty();

    runFor(START.plus(Duration.ofHours(24)), Duration.ofHours(1));
    assertThat(prometheus.asked()).isNotEmpty();
  }

  @Test
  void a_proposal_is_logged_once() throws InterruptedException {
    runFor(START, Duration.ofHours(49));

    assertThat(messages())
        .containsExactly(
            "detector node: 1 new recurring anomalies without a calendar entry, such as"
                + " {instance=\"db-1:9100\", job=\"node\"} for 45m from 01:30 UTC; see:"
                + " anomaly-exporter calendar");
  }

  @Test
  void a_failure_is_logged_once_and_repeated_after_an_hour() throws InterruptedException {
    prometheus.fail(FakePrometheus.EVERYTHING, 503, "no");
    runFor(START, Duration.ofHours(3));

    assertThat(state.proposals()).isEmpty();
    assertThat(prometheus.asked()).hasSize(3);
    assertThat(messages())
        .singleElement()
        .asString()
        .startsWith(
            "detector node: search for recurring anomalies failed, calendar entries are not proposed: ");

    prometheus.heal();
    runFor(START.plus(Duration.ofHours(3)), Duration.ofHours(1));

    assertThat(state.proposals()).isPresent();
    assertThat(messages().get(messages().size() - 1)).endsWith("recovered");
  }

  @Test
  void known_proposals_stay_after_a_failure() throws InterruptedException {
    runFor(START, Duration.ofMinutes(20));
    prometheus.fail(FakePrometheus.EVERYTHING, 503, "no");

    runFor(START.plus(Duration.ofMinutes(20)), Duration.ofHours(25));

    assertThat(state.proposals().orElseThrow().checkedAt())
        .isEqualTo(START.plus(Duration.ofMinutes(10)));
  }

  @Test
  void a_search_is_due_when_the_clock_was_set_back() throws InterruptedException {
    runFor(START, Duration.ofMinutes(20));
    prometheus.asked();

    refresh.run(START.minus(Duration.ofDays(2)));

    assertThat(prometheus.asked()).isNotEmpty();
  }
}
