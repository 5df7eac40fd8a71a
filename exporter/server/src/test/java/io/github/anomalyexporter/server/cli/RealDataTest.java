package io.github.anomalyexporter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An instance of each labelled set, with floors just under what is reached; {@code make quality}
 * measures all of them. The data is not in the repository: {@code make test DATA=FOLDER} names a
 * folder with the sets in it.
 */
class RealDataTest {
  private static final String DATA = System.getProperty("quality.data", "");

  @ParameterizedTest
  @CsvSource({
    "smd/machine-3-4, 1m, 23687, 8, 0.79, 0.98, 0.77",
    "asd/omi-1,       5m,  4320, 7, 0.34, 0.74, 0.31",
    "js2/service0,    5m,  7200, 4, 0.52, 0.92, 0.55"
  })
  void a_real_server_is_scored_no_worse_than_before(
      String instance,
      String step,
      int rows,
      int events,
      double precisionRecall,
      double receiverOperating,
      double averagePrecision)
      throws IOException {
    JsonNode figures = evaluate(instance, step);

    assertThat(figures.path("rows").asInt()).isEqualTo(rows);
    assertThat(figures.path("events").asInt()).isEqualTo(events);
    assertThat(figures.path("vus_pr").asDouble()).isGreaterThan(precisionRecall);
    assertThat(figures.path("vus_roc").asDouble()).isGreaterThan(receiverOperating);
    assertThat(figures.path("auc_pr").asDouble()).isGreaterThan(averagePrecision);
    assertThat(figures.path("recall_at_one_false_alarm_a_day").asDouble()).isEqualTo(1);
    if (figures.has("explanation")) {
      assertThat(figures.path("explanation").path("top_3").asDouble()).isGreaterThan(0.75);
      assertThat(figures.path("explanation").path("hit_rate_150").asDouble()).isGreaterThan(0.65);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "smd/machine-3-4, 1m, 7, 0.95",
    "smd/machine-2-8, 1m, 1, 1.5",
    "asd/omi-1,       5m, 5, 0.75"
  })
  void in_use_a_real_server_raises_no_more_false_alarms_than_before(
      String instance, String step, int detected, double falseAlarms) throws IOException {
    JsonNode figures = evaluate(instance, step, "--in-use");

    assertThat(figures.path("events_detected").asInt()).isGreaterThanOrEqualTo(detected);
    assertThat(figures.path("false_alarms_per_day").asDouble()).isLessThan(falseAlarms);
  }

  @Test
  void a_new_real_server_raises_few_false_alarms_in_its_first_day() throws IOException {
    List<String> arguments = new ArrayList<>(List.of("evaluate", "--step=1m", "--fleet=6h,1d"));
    for (String instance : List.of("smd/machine-2-4", "smd/machine-3-4")) {
      arguments.addAll(pair(instance));
    }
    JsonNode hosts = run(arguments).path("new_hosts");

    requireFewFalseAlarms(hosts.path(0).path("alone"), 1.4, 0.8);
    requireFewFalseAlarms(hosts.path(0).path("in_fleet"), 1.1, 0.7);
    requireFewFalseAlarms(hosts.path(1).path("alone"), 0.8, 0.99);
    requireFewFalseAlarms(hosts.path(1).path("in_fleet"), 0.6, 0.99);
  }

  private static void requireFewFalseAlarms(JsonNode days, double hours, double recall) {
    assertThat(days.path("days").asInt()).isEqualTo(8);
    assertThat(days.path("hours_with_false_alarm_per_day").asDouble()).isLessThan(hours);
    assertThat(days.path("recall").asDouble()).isGreaterThan(recall);
  }

  private static JsonNode evaluate(String instance, String step, String... options)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("evaluate", "--step=" + step));
    arguments.addAll(pair(instance));
    arguments.addAll(List.of(options));
    return run(arguments);
  }

  /** Returns the arguments of the files of an instance; the test is skipped without them. */
  private static List<String> pair(String instance) {
    Path train = Path.of(DATA, instance + ".train.csv.gz");
    if (DATA.isEmpty() || !Files.exists(train)) {
      String reason = "real data, there is no %s in -Dquality.data=%s".formatted(instance, DATA);
      System.out.println("SKIPPED: " + reason);
      Assumptions.abort(reason);
    }
    return List.of("--train=" + train, "--test=" + Path.of(DATA, instance + ".test.csv.gz"));
  }

  private static JsonNode run(List<String> arguments) throws IOException {
    StringWriter out = new StringWriter();
    var line = AnomalyExporter.commandLine();
    line.setOut(new PrintWriter(out));
    arguments.add("--json");

    assertThat(line.execute(arguments.toArray(String[]::new))).isZero();
    return new ObjectMapper().readTree(out.toString());
  }
}
