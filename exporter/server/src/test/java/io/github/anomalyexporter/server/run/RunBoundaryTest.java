package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.anomalyexporter.core.frame.AmbiguousSeriesException;
import io.github.anomalyexporter.core.model.TrainingStoppedException;
import io.github.anomalyexporter.core.series.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RunBoundaryTest {
  private static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private final RecordingObserver observer = new RecordingObserver();
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(RunBoundary.class);
  private Run run = scheduled -> {};
  private Duration longestPause = Duration.ZERO;
  private Duration elapsed = Duration.ZERO;
  private final RunBoundary boundary =
      new RunBoundary(
          "node",
          RunKind.SCORING,
          new Run() {
            @Override
            public void run(Instant scheduled) throws InterruptedException {
              run.run(scheduled);
            }

            @Override
            public Duration longestPause() {
              return longestPause;
            }
          },
          observer,
          () -> elapsed.toNanos());

  @BeforeEach
  void listen() {
    logged.start();
    logger.addAppender(logged);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(logged);
    logger.setLevel(null);
    logger.setAdditive(true);
  }

  @Test
  void a_run_that_ends_well_is_counted_and_not_logged() throws InterruptedException {
    boundary.run(TIME);

    assertThat(observer.ended).containsExactly("scoring");
    assertThat(observer.failed).isEmpty();
    assertThat(logged.list).isEmpty();
  }

  @Test
  void a_failure_is_counted_each_time_and_logged_when_it_begins_and_when_it_is_over()
      throws InterruptedException {
    run =
        scheduled -> {
          throw new UncheckedIOException(new IOException("disk full"));
        };
    boundary.run(TIME);
    boundary.run(TIME);
    boundary.run(TIME);
    run = scheduled -> {};
    boundary.run(TIME);
    boundary.run(TIME);

    assertThat(observer.failed)
        .containsExactly("scoring storage", "scoring storage", "scoring storage");
    assertThat(observer.ended).containsExactly("scoring", "scoring");
    assertThat(messages())
        .containsExactly(
            "WARN detector node: scoring failed: java.io.IOException: disk full",
            "INFO detector node: scoring recovered");
  }

  @Test
  void a_failure_of_another_category_is_logged_again() throws InterruptedException {
    run =
        scheduled -> {
          throw new UncheckedIOException(new IOException("disk full"));
        };
    boundary.run(TIME);
    run =
        scheduled -> {
          throw AmbiguousSeriesException.severalSeries("cpu", Labels.of("instance", "web-1"));
        };
    boundary.run(TIME);

    assertThat(observer.failed).containsExactly("scoring storage", "scoring ambiguous");
    assertThat(messages()).hasSize(2);
  }

  @Test
  void a_fault_of_the_program_is_internal_and_logged_with_its_trace() throws InterruptedException {
    run =
        scheduled -> {
          throw new IllegalStateException("never");
        };
    boundary.run(TIME);

    assertThat(observer.failed).containsExactly("scoring internal");
    assertThat(logged.list)
        .singleElement()
        .satisfies(event -> assertThat(event.getLevel()).isEqualTo(Level.ERROR))
        .satisfies(event -> assertThat(event.getThrowableProxy()).isNotNull());
  }

  @Test
  void an_error_of_the_virtual_machine_is_counted_too() throws InterruptedException {
    run =
        scheduled -> {
          throw new NoClassDefFoundError("org/tensorflow/TensorFlow");
        };
    boundary.run(TIME);

    assertThat(observer.failed).containsExactly("scoring internal");
  }

  @Test
  void an_interrupt_is_no_failure() {
    run =
        scheduled -> {
          throw new InterruptedException();
        };

    assertThatThrownBy(() -> boundary.run(TIME)).isInstanceOf(InterruptedException.class);
    assertThat(observer.failed).isEmpty();
    assertThat(logged.list).isEmpty();
  }

  @Test
  void a_training_that_was_stopped_is_an_interrupt() {
    run =
        scheduled -> {
          throw new TrainingStoppedException();
        };

    assertThatThrownBy(() -> boundary.run(TIME)).isInstanceOf(InterruptedException.class);
    assertThat(observer.failed).isEmpty();
  }

  @Test
  void a_run_that_pauses_is_not_started_before_the_time_that_is_logged()
      throws InterruptedException {
    longestPause = Duration.ofMinutes(4);
    run =
        scheduled -> {
          throw new UncheckedIOException(new IOException("disk full"));
        };
    for (int i = 0; i <= 10 * 60; i++) {
      elapsed = Duration.ofSeconds(i);
      boundary.run(TIME);
    }
    run = scheduled -> {};
    elapsed = Duration.ofMinutes(15);
    boundary.run(TIME);

    assertThat(messages())
        .containsExactly(
            "WARN detector node: scoring failed: java.io.IOException: disk full; next attempt in 1m",
            "WARN detector node: scoring still fails: java.io.IOException: disk full; next attempt in"
                + " 2m",
            "WARN detector node: scoring still fails: java.io.IOException: disk full; next attempt in"
                + " 4m",
            "WARN detector node: scoring still fails: java.io.IOException: disk full; next attempt in"
                + " 4m",
            "INFO detector node: scoring recovered");
    assertThat(observer.failed).hasSize(4);
    assertThat(observer.ended).containsExactly("scoring");
  }

  private List<String> messages() {
    return logged.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }
}
