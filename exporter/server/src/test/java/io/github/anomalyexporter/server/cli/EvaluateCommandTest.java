package io.github.anomalyexporter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole road on small files, by the detector that serves. */
class EvaluateCommandTest {
  private static final int TEST_ROWS = 300;

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    var line = AnomalyExporter.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  private JsonNode json(String... arguments) throws IOException {
    out.getBuffer().setLength(0);
    assertThat(run(arguments)).as(err.toString()).isZero();
    return new ObjectMapper().readTree(out.toString());
  }

  private static boolean event(int row) {
    return row >= 200 && row < 220;
  }

  /** Three features that move together, but for the rows of an event, where one stands still. */
  private Path csv(
      String name, int rows, IntPredicate broken, String labelHeader, IntPredicate label)
      throws IOException {
    Random random = new Random(name.hashCode());
    StringBuilder text = new StringBuilder("cpu,load,network" + labelHeader + "\n");
    for (int row = 0; row < rows; row++) {
      double base = Math.sin(row / 20.0) + 0.02 * random.nextGaussian();
      double load = broken.test(row) ? -9 : 2 * base;
      text.append(String.format(Locale.ROOT, "%.4f,%.4f,%.4f", base, load, 1 - base));
      text.append(labelHeader.isEmpty() ? "" : label.test(row) ? ",1" : ",0").append('\n');
    }
    return Files.writeString(directory.resolve(name), text);
  }

  private Path train() throws IOException {
    return csv("web.train.csv", 500, row -> false, "", row -> false);
  }

  private Path test() throws IOException {
    return csv(
        "web.test.csv",
        TEST_ROWS,
        EvaluateCommandTest::event,
        ",label",
        EvaluateCommandTest::event);
  }

  @Test
  void an_incident_is_found_and_explained() throws IOException {
    Files.writeString(directory.resolve("web.interpretation.txt"), "200-220:2\n");

    JsonNode object = json("evaluate", "--train=" + train(), "--test=" + test(), "--json");

    assertThat(object.path("instance").asText()).isEqualTo("web");
    assertThat(object.path("detector").asText()).isEqualTo("autoencoder");
    assertThat(object.path("seed").asInt()).isEqualTo(1);
    assertThat(object.path("events").asInt()).isEqualTo(1);
    assertThat(object.path("events_detected").asInt()).isEqualTo(1);
    assertThat(object.path("median_detection_delay_seconds").asInt()).isEqualTo(60);
    assertThat(object.path("vus_pr").asDouble()).isGreaterThan(0.8);
    assertThat(object.path("explanation").path("top_3").asInt()).isEqualTo(1);
    assertThat(err.toString()).as("no progress but on a terminal").isEmpty();
  }

  @Test
  void the_table_is_for_people() throws IOException {
    assertThat(run("evaluate", "--train=" + train(), "--test=" + test(), "--step=15s")).isZero();

    assertThat(out.toString().lines().toList().get(0)).startsWith("INSTANCE ");
    assertThat(out.toString().lines().toList().get(1)).startsWith("web ");
  }

  @Test
  void a_directory_several_seeds_and_the_means() throws IOException {
    train();
    test();
    csv("db.train.csv", 500, row -> false, "", row -> false);
    csv("db.test.csv", TEST_ROWS, EvaluateCommandTest::event, ",label", EvaluateCommandTest::event);

    JsonNode list = json("evaluate", "--dir=" + directory, "--seed=3", "--seeds=2", "--json");

    assertThat(list)
        .extracting(each -> each.path("instance").asText())
        .containsExactly("db", "db", "web", "web", "");
    assertThat(list).extracting(each -> each.path("seed").asInt()).containsExactly(3, 4, 3, 4, 0);
    assertThat(list.path(4).path("mean_of").asInt()).isEqualTo(4);
  }

  private List<String> scores(Path train, Path test) throws IOException {
    return scores(train, test, 1);
  }

  private List<String> scores(Path train, Path test, int seed) throws IOException {
    Path scores = directory.resolve("scores.csv");
    int exit =
        run(
            "evaluate",
            "--train=" + train,
            "--test=" + test,
            "--scores=" + scores,
            "--seed=" + seed);
    assertThat(exit).as(err.toString()).isZero();
    return Files.readAllLines(scores);
  }

  @Test
  void each_seed_gives_another_model() throws IOException {
    List<String> lines = scores(train(), test(), 3);

    assertThat(scores(train(), test(), 3)).isEqualTo(lines);
    assertThat(scores(train(), test(), 4)).isNotEqualTo(lines);
  }

  @Test
  void scores_are_written_for_every_row() throws IOException {
    List<String> lines = scores(train(), test());

    assertThat(lines).hasSize(1 + TEST_ROWS);
    assertThat(lines.get(0))
        .isEqualTo(
            "row,error,threshold,score,contribution_cpu,contribution_load,contribution_network");
    String[] cells = lines.get(203).split(",", -1);
    assertThat(cells[0]).as("the third row of the event").isEqualTo("202");
    assertThat(Double.parseDouble(cells[3]))
        .isGreaterThan(1)
        .isEqualTo(Double.parseDouble(cells[1]) / Double.parseDouble(cells[2]));
    assertThat(Double.parseDouble(cells[5])).isGreaterThan(0.5);
  }

  @Test
  void labels_and_later_rows_do_not_change_a_score() throws IOException {
    List<String> lines = scores(train(), test());

    Path labelledTrain = csv("web.train.csv", 500, row -> false, ",label", row -> row % 7 == 0);
    assertThat(scores(labelledTrain, test())).isEqualTo(lines);
    Path otherLabels =
        csv("web.test.csv", TEST_ROWS, EvaluateCommandTest::event, ",label", row -> row < 50);
    assertThat(scores(train(), otherLabels)).isEqualTo(lines);
    Path unlabelled = csv("web.test.csv", TEST_ROWS, EvaluateCommandTest::event, "", row -> false);
    assertThat(scores(train(), unlabelled)).isEqualTo(lines);
    Path otherRows =
        csv("web.test.csv", TEST_ROWS, row -> row >= 150, ",label", EvaluateCommandTest::event);
    assertThat(scores(train(), otherRows).subList(0, 151)).isEqualTo(lines.subList(0, 151));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--step=soon |" + " --step: expected a duration up to a day, such as 15s or 5m, found soon",
        "--step=0 | --step: expected a duration up to a day, such as 15s or 5m, found 0",
        "--detector=lstm | --detector: expected one of [autoencoder, pca, isolation-forest], found lstm",
        "--seeds=0 | --seeds: expected 1 to 100, found 0",
        "--seeds=2 --scores=s.csv | --scores: expected one pair, detector and seed, found 2",
      })
  void a_flag_with_a_wrong_value_is_reported(String flags, String message) throws IOException {
    String all = "evaluate --train=%s --test=%s %s".formatted(train(), test(), flags);

    assertThat(run(all.split(" ", -1))).isEqualTo(2);

    assertThat(err.toString()).isEqualTo("anomaly-exporter: " + message + "\n");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "evaluate | expected --train and --test, or --dir, found neither",
        "evaluate --train=a.csv | expected as many --test as --train, found 0 and 1",
      })
  void wrong_usage_is_reported(String arguments, String message) {
    assertThat(run(arguments.split(" ", -1))).isEqualTo(2);

    assertThat(err.toString()).isEqualTo("anomaly-exporter: " + message + "\nTry --help.\n");
  }

  /** Two hosts, of 500 and 300 rows each. */
  private void fleet() throws IOException {
    for (String host : List.of("db", "web")) {
      csv(host + ".train.csv", 500, row -> false, "", row -> false);
      csv(
          host + ".test.csv",
          TEST_ROWS,
          row -> row >= 50 && row < 70,
          ",label",
          row -> row >= 50 && row < 70);
    }
  }

  @Test
  void each_host_of_a_fleet_is_measured_as_a_new_host() throws IOException {
    fleet();

    JsonNode object =
        json("evaluate", "--dir=" + directory, "--step=15m", "--fleet=36h,30d", "--json");

    assertThat(object.path("detector").asText()).isEqualTo("autoencoder");
    assertThat(object.path("seed").asInt()).isEqualTo(1);
    assertThat(object.path("hosts").asInt()).isEqualTo(2);
    assertThat(object.path("new_hosts"))
        .extracting(each -> each.path("history_seconds").asInt())
        .containsExactly(129_600, 2_592_000);
    for (String host : List.of("alone", "in_fleet")) {
      JsonNode days = object.path("new_hosts").path(0).path(host);
      assertThat(days.path("days").asInt()).isEqualTo(2);
      assertThat(days.path("events").asInt()).isEqualTo(2);
      assertThat(days.path("recall").asDouble())
          .isEqualTo(days.path("events_detected").asInt() / 2.0);
      JsonNode none = object.path("new_hosts").path(1).path(host);
      assertThat(none.path("days").asInt()).isZero();
      assertThat(none.path("recall").isNull()).isTrue();
      assertThat(none.path("left_out").asText())
          .isEqualTo("db: 5d5h of rows before a day, needs 30d");
    }
    assertThat(err.toString()).as("no progress but on a terminal").isEmpty();
  }

  @Test
  void the_lengths_of_history_have_defaults() throws IOException {
    fleet();

    assertThat(run("evaluate", "--fleet", "--dir=" + directory, "--step=15m", "--detector=pca"))
        .as(err.toString())
        .isZero();

    assertThat(out.toString().lines().map(line -> line.replaceAll(" .*", "")))
        .containsExactly(
            "HISTORY", "6h", "6h", "12h", "12h", "1d", "1d", "3d", "3d", "7d", "7d", "pca:", "6h:",
            "12h:", "1d:", "7d:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--fleet=soon | expected durations from a step to a year, such as 6h,24h, found soon",
        "--fleet=6h, | expected durations from a step to a year, such as 6h,24h, found 6h,",
        "--fleet=30s | expected durations from a step to a year, such as 6h,24h, found 30s",
        "--fleet=2y | expected durations from a step to a year, such as 6h,24h, found 2y",
        "--fleet --seeds=2 | expected one detector and seed, found 2",
        "--fleet --detector=pca --detector=default | expected one detector and seed, found 2",
        "--fleet --in-use | expected none of --scores, --html and --in-use with it, found --in-use",
        "--fleet --html=a.html | expected none of --scores, --html and --in-use with it, found --html",
        "--fleet --scores=a.csv | expected none of --scores, --html and --in-use with it, found --scores",
        "--fleet --dir=DIR | expected test files of different names, found db twice; rename a pair or leave it out",
      })
  void a_fleet_that_cannot_be_measured_is_reported(String flags, String message)
      throws IOException {
    fleet();
    String all = "evaluate --dir=DIR " + flags;

    assertThat(run(all.replace("DIR", directory.toString()).split(" ", -1))).isEqualTo(2);

    assertThat(err.toString()).isEqualTo("anomaly-exporter: --fleet: " + message + "\n");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void a_fleet_has_several_labelled_hosts_with_the_same_columns() throws IOException {
    Path web = test();
    assertThat(run("evaluate", "--fleet", "--train=" + train(), "--test=" + web)).isEqualTo(2);
    fleet();
    Path db = csv("db.test.csv", TEST_ROWS, row -> false, "", row -> false);
    assertThat(run("evaluate", "--fleet", "--dir=" + directory)).isEqualTo(2);
    for (String name : List.of("web.train.csv", "web.test.csv")) {
      Files.writeString(directory.resolve(name), "cpu,label\n" + "1,0\n".repeat(200));
    }
    assertThat(run("evaluate", "--fleet", "--dir=" + directory)).isEqualTo(2);

    assertThat(err.toString().lines())
        .containsExactly(
            "anomaly-exporter: --fleet: expected at least two pairs of files, found one, "
                + web
                + "; without --fleet it is evaluated alone",
            "anomaly-exporter: --fleet: expected a last column named label in every test file, found none in "
                + db
                + "; label it or leave it out",
            "anomaly-exporter: --fleet: expected the columns of "
                + db
                + " in every file, in the same order, found other columns in "
                + web
                + "; evaluate it without --fleet or in another directory");
  }

  @Test
  void a_history_that_is_too_short_is_reported() throws IOException {
    Path few = csv("few.csv", 99, row -> false, "", row -> false);

    assertThat(run("evaluate", "--train=" + few, "--test=" + test())).isEqualTo(2);

    assertThat(err.toString())
        .isEqualTo(
            "anomaly-exporter: "
                + few
                + ": cannot be trained on: 94 rows of history with enough coverage, needs 100\n");
  }

  @Test
  void a_page_tells_how_the_threshold_was_chosen() throws IOException {
    Path page = directory.resolve("report.html");

    assertThat(run("evaluate", "--train=" + train(), "--test=" + test(), "--html=" + page))
        .isZero();

    assertThat(Files.readString(page))
        .containsPattern("<p>Threshold \\d+\\.\\d{4} by ")
        .contains("Shapiro-Wilk W", "<h2>web, autoencoder, seed 1</h2>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--scores", "--html"})
  void a_file_that_cannot_be_written_is_reported(String flag) throws IOException {
    Path place = directory.resolve("none/file");

    assertThat(run("evaluate", "--train=" + train(), "--test=" + test(), flag + "=" + place))
        .isEqualTo(2);

    assertThat(err.toString())
        .isEqualTo(
            "anomaly-exporter: %s: expected a file that can be written to, found %s\n"
                .formatted(flag, place));
  }
}
