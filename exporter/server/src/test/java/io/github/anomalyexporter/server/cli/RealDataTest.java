package io.github.anomalyexporter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * A server of the Server Machine Dataset (Su et al., KDD 2019), with floors just under what is
 * reached. The data is not in the repository: {@code -Dquality.data=DIRECTORY} names a directory
 * with {@code smd/machine-3-4.train.csv.gz} in it.
 */
class RealDataTest {
  private static final String DATA = System.getProperty("quality.data", "");

  @Test
  void a_real_server_is_scored_no_worse_than_before() throws IOException {
    Path train = Path.of(DATA, "smd/machine-3-4.train.csv.gz");
    if (DATA.isEmpty() || !Files.exists(train)) {
      String reason =
          "real data, there is no smd/machine-3-4.train.csv.gz in -Dquality.data=" + DATA;
      System.out.println("SKIPPED: " + reason);
      Assumptions.abort(reason);
    }
    StringWriter out = new StringWriter();
    var line = AnomalyExporter.commandLine();
    line.setOut(new PrintWriter(out));

    int exitCode =
        line.execute(
            "evaluate",
            "--train=" + train,
            "--test=" + Path.of(DATA, "smd/machine-3-4.test.csv.gz"),
            "--json");

    assertThat(exitCode).isZero();
    JsonNode figures = new ObjectMapper().readTree(out.toString());
    assertThat(figures.path("rows").asInt()).isEqualTo(23_687);
    assertThat(figures.path("events").asInt()).isEqualTo(8);
    assertThat(figures.path("vus_pr").asDouble()).isGreaterThan(0.88);
    assertThat(figures.path("vus_roc").asDouble()).isGreaterThan(0.97);
    assertThat(figures.path("auc_pr").asDouble()).isGreaterThan(0.86);
    assertThat(figures.path("events_detected").asInt()).isEqualTo(8);
    assertThat(figures.path("recall_at_one_false_alarm_a_day").asDouble()).isEqualTo(1);
    assertThat(figures.path("explanation").path("top_3").asDouble()).isGreaterThan(0.85);
    assertThat(figures.path("explanation").path("hit_rate_150").asDouble()).isGreaterThan(0.65);
  }
}
