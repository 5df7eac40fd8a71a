package io.github.anomalyexporter.server.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.logging.LogLayout.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogsTest {
  private static final Instant TIME = Instant.parse("2026-03-02T12:00:00.5Z");
  private static final String HOSTILE =
      "a \"b\" \\ c\r\nts=x\tlevel=\u001b[31m\u0085\u2028\u0007d é";

  @TempDir private Path folder;

  /** What a test has changed is changed for all of them. */
  @AfterEach
  void restore() throws JoranException {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    new ContextInitializer(context).autoConfig();
  }

  private static LoggingEvent event(Level level, String message, Instant time) {
    LoggingEvent event = new LoggingEvent();
    event.setLoggerName("io.github.anomalyexporter.server.run.RunBoundary");
    event.setLevel(level);
    event.setMessage(message);
    event.setTimeStamp(time.toEpochMilli());
    return event;
  }

  private static String line(Format format, LoggingEvent event) {
    return new LogLayout(format).doLayout(event);
  }

  @Test
  void an_event_is_a_line_of_logfmt() {
    assertThat(line(Format.LOGFMT, event(Level.WARN, "it failed: HTTP 500", TIME)))
        .isEqualTo(
            "ts=2026-03-02T12:00:00.500Z level=WARN logger=RunBoundary msg=\"it failed: HTTP 500\"\n");
  }

  @Test
  void a_message_with_any_characters_stays_one_line_and_one_value() {
    String line = line(Format.LOGFMT, event(Level.INFO, HOSTILE, TIME));

    assertThat(line).hasLineCount(1).endsWith("\n");
    assertThat(line.strip())
        .endsWith(
            "msg=\"a \\\"b\\\" \\\\ c\\r\\nts=x\\tlevel=\\u001B[31m\\u0085\\u2028\\u0007d é\"");
  }

  @Test
  void json_gives_the_message_back_as_it_was() throws IOException {
    String line = line(Format.JSON, event(Level.INFO, HOSTILE, TIME));
    JsonNode json = new ObjectMapper().readTree(line);

    assertThat(line).hasLineCount(1).endsWith("}\n");
    assertThat(json.path("ts").asText()).isEqualTo("2026-03-02T12:00:00.500Z");
    assertThat(json.path("level").asText()).isEqualTo("INFO");
    assertThat(json.path("logger").asText()).isEqualTo("RunBoundary");
    assertThat(json.path("msg").asText()).isEqualTo(HOSTILE);
  }

  @Test
  void a_stack_trace_is_on_the_line_as_well() throws IOException {
    LoggingEvent event = event(Level.ERROR, "it failed", TIME);
    event.setThrowableProxy(new ThrowableProxy(new IllegalStateException("why\nso")));

    String logfmt = line(Format.LOGFMT, event);
    assertThat(logfmt)
        .hasLineCount(1)
        .contains(" exception=\"java.lang.IllegalStateException: why\\nso")
        .contains("\\n\\tat io.github.anomalyexporter.server.logging.LogsTest");
    assertThat(new ObjectMapper().readTree(line(Format.JSON, event)).path("exception").asText())
        .contains("why\nso")
        .contains("\tat ");
  }

  private static List<String> collapsed(LoggingEvent... events) {
    ListAppender<ILoggingEvent> passedOn = new ListAppender<>();
    passedOn.start();
    CollapsingAppender appender = new CollapsingAppender(passedOn);
    appender.start();
    Stream.of(events).forEach(appender::doAppend);
    return passedOn.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void a_repeated_failure_is_logged_once_a_minute_with_its_count() {
    assertThat(
            collapsed(
                event(Level.WARN, "down", TIME),
                event(Level.WARN, "down", TIME.plusSeconds(15)),
                event(Level.WARN, "other", TIME.plusSeconds(16)),
                event(Level.WARN, "down", TIME.plusSeconds(30)),
                event(Level.WARN, "down", TIME.plusSeconds(60)),
                event(Level.WARN, "down", TIME.plusSeconds(300))))
        .containsExactly("down", "other", "down (and 2 times before)", "down");
  }

  private static LoggingEvent ofAddress(int address, Instant time) {
    LoggingEvent event = event(Level.WARN, "connection from {} was closed", time);
    event.setArgumentArray(new Object[] {"10.0." + address / 256 + "." + address % 256});
    return event;
  }

  @Test
  void a_failure_of_thousands_of_addresses_is_some_lines_a_minute_with_how_many_it_were() {
    List<LoggingEvent> events =
        Stream.iterate(0, i -> i + 1)
            .limit(5_000)
            .map(i -> ofAddress(i, TIME.plusMillis(10L * i)))
            .collect(Collectors.toCollection(ArrayList::new));
    events.add(event(Level.WARN, "other", TIME.plusSeconds(50)));
    events.add(ofAddress(5_000, TIME.plusSeconds(61)));

    assertThat(collapsed(events.toArray(LoggingEvent[]::new)))
        .hasSize(CollapsingAppender.MOST_OF_A_MESSAGE + 2)
        .startsWith("connection from 10.0.0.0 was closed", "connection from 10.0.0.1 was closed")
        .endsWith("other", "connection from 10.0.19.136 was closed (and 4980 similar before)");
  }

  @Test
  void a_failure_is_logged_again_after_the_clock_was_set_back() {
    assertThat(
            collapsed(
                event(Level.WARN, "down", TIME),
                event(Level.WARN, "down", TIME.minusSeconds(3600))))
        .hasSize(2);
  }

  @Test
  void other_messages_are_always_logged() {
    assertThat(
            collapsed(
                event(Level.INFO, "user=alice", TIME),
                event(Level.INFO, "user=alice", TIME),
                event(Level.ERROR, "user=alice", TIME),
                event(Level.WARN, "user=alice", TIME)))
        .hasSize(4);
  }

  @Test
  void a_thousand_texts_are_all_logged_within_bounded_memory() {
    LoggingEvent[] events =
        Stream.iterate(0, i -> i + 1)
            .limit(1_000)
            .map(i -> event(Level.WARN, "text " + i, TIME))
            .toArray(LoggingEvent[]::new);

    assertThat(collapsed(events)).hasSize(1_000);
  }

  @Test
  void a_file_is_rotated_and_so_many_are_kept() throws IOException {
    Path file = folder.resolve("logs/exporter.log");
    Logs.toFile(org.slf4j.event.Level.INFO, Format.LOGFMT, file, "1KB", 2);
    Logger logger = LoggerFactory.getLogger("io.github.anomalyexporter.test");
    AtomicInteger written = new AtomicInteger();
    await()
        .pollInterval(Duration.ofMillis(2))
        .until(
            () -> {
              logger.info("{} {}", written.incrementAndGet(), "x".repeat(400));
              return written.get() == 40;
            });

    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files.map(it -> it.getFileName().toString()))
          .containsExactlyInAnyOrder("exporter.log", "exporter.log.1", "exporter.log.2");
    }
    assertThat(Files.readString(file)).contains("msg=\"40 ");
    assertThat(Files.size(file.resolveSibling("exporter.log.1"))).isBetween(1_000L, 3_000L);
  }

  @Test
  void a_file_that_is_there_is_continued() throws IOException {
    Path file = Files.writeString(folder.resolve("exporter.log"), "before\n");
    Logs.toFile(org.slf4j.event.Level.INFO, Format.LOGFMT, file, "1MB", 2);
    LoggerFactory.getLogger("io.github.anomalyexporter.test").info("after");

    assertThat(Files.readString(file)).startsWith("before\n").contains("msg=\"after\"");
  }

  @Test
  void a_file_whose_name_would_be_a_pattern_is_refused() {
    assertThatThrownBy(
            () ->
                Logs.toFile(
                    org.slf4j.event.Level.INFO, Format.LOGFMT, folder.resolve("a%d.log"), "1MB", 2))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--log.file: expected a path without %");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "file/exporter.log"})
  void a_file_that_cannot_be_written_to_is_reported(String name) throws IOException {
    Files.writeString(folder.resolve("file"), "");
    Path file = folder.resolve(name);

    assertThatThrownBy(() -> Logs.toFile(org.slf4j.event.Level.INFO, Format.LOGFMT, file, "1MB", 2))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("--log.file: expected a file that can be written to, found " + file)
        .hasMessageMatching(".*: (a directory|its directory is a file)");
  }
}
