package io.github.anomalyexporter.server.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.anomalyexporter.server.http.RequestException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WarningLogTest {
  private static final String NOTED =
      StubPrometheus.UP.replace(
          ",\"data\"",
          ",\"warnings\":[\"PromQL warning: 1\",\"PromQL warning:\\n"
              + "2\"],\"infos\":[\"i\"],\"data\"");

  private final Logger logger = (Logger) LoggerFactory.getLogger(WarningLog.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger.setLevel(Level.DEBUG);
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  @Test
  void each_warning_and_info_is_logged_once() throws InterruptedException {
    try (StubPrometheus prometheus = new StubPrometheus().answer(NOTED);
        TestClient test = new TestClient(prometheus.config())) {
      assertThat(test.query("up")).hasSize(1);
      assertThat(test.query("up")).hasSize(1);

      String target = prometheus.url() + ", query up: ";
      assertThat(log.list)
          .extracting(event -> event.getLevel() + " " + event.getFormattedMessage())
          .containsExactly(
              "WARN " + target + "PromQL warning: 1",
              "WARN " + target + "PromQL warning: 2",
              "DEBUG " + target + "i");
    }
  }

  @Test
  void warnings_that_are_long_many_and_always_new_are_bounded() throws InterruptedException {
    try (StubPrometheus prometheus = new StubPrometheus();
        TestClient test = new TestClient(prometheus.config())) {
      for (int answer = 0; answer < 12; answer++) {
        String start = "\"PromQL warning: " + answer + "-";
        String warnings =
            IntStream.range(0, 200)
                .mapToObj(i -> start + i + "x".repeat(2_000) + '"')
                .collect(Collectors.joining(","));
        prometheus.answer(
            StubPrometheus.UP.replace(",\"data\"", ",\"warnings\":[" + warnings + "],\"data\""));
        assertThat(test.query("up")).hasSize(1);
      }

      assertThat(log.list).hasSize(1_001);
      assertThat(log.list).allMatch(event -> event.getFormattedMessage().length() < 600);
      assertThat(log.list.get(1_000 - 1).getFormattedMessage())
          .contains("further new warnings are not logged");
    }
  }

  @Test
  void an_answer_that_has_a_label_twice_is_malformed() throws InterruptedException {
    String twice = StubPrometheus.UP.replace("\"instance\"", "\"instance\":\"a\",\"instance\"");
    try (StubPrometheus prometheus = new StubPrometheus().answer(twice);
        TestClient test = new TestClient(prometheus.config())) {
      assertThat(test.failure().category()).isEqualTo(RequestException.Category.MALFORMED);
    }
  }
}
