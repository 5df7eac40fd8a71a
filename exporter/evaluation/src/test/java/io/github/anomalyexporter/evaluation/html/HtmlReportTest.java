package io.github.anomalyexporter.evaluation.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.TestDetector;
import io.github.anomalyexporter.core.detector.TestKind;
import io.github.anomalyexporter.core.detector.TestTrained;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.evaluation.input.Dataset;
import io.github.anomalyexporter.evaluation.input.Pair;
import io.github.anomalyexporter.evaluation.past.TrainedOnce;
import io.github.anomalyexporter.evaluation.report.Evaluation;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class HtmlReportTest {
  private static final Duration STEP = Duration.ofMinutes(1);

  @TempDir private Path directory;

  /** The error is the first feature; the first row is unknown. */
  private static double[] firstFeature(Frame frame, int instance) {
    double[] errors = new double[frame.rows()];
    for (int row = 0; row < errors.length; row++) {
      errors[row] = row == 0 ? Double.NaN : frame.cells(instance)[2 * row];
    }
    return errors;
  }

  private static final TestKind FIRST_FEATURE =
      new TestKind(
          features -> 0,
          (training, into) -> TestTrained.of(training, 1),
          (trained, minCoverage) ->
              new TestDetector(trained, HtmlReportTest::firstFeature, 2, 0.75f, 0.25f));

  private String page(String header, String... rows) throws IOException {
    Path train =
        Files.writeString(directory.resolve("a<b.train.csv"), "cpu,<disk>\n" + "1,2\n".repeat(120));
    Path test =
        Files.writeString(
            directory.resolve("a<b.test.csv"), header + "\n" + String.join("\n", rows) + "\n");
    Files.writeString(directory.resolve("a<b.interpretation.txt"), "2-3:1\n");
    Dataset dataset = Dataset.read(Pair.of(train, test), STEP);
    HtmlReport report = new HtmlReport();
    report.add(
        dataset,
        Evaluation.of(
            dataset,
            "first",
            new DetectorTraining(FIRST_FEATURE, dataset.features(), TestKind.OPTIONS),
            new TrainedOnce(),
            TrainingProgress.SILENT));
    Path file = directory.resolve("report.html");
    report.write(file);
    return Files.readString(file);
  }

  @Test
  void every_picture_is_there_and_whole() throws Exception {
    String page =
        page("cpu,<disk>,label", "1,1,0", "1,1,0", "1,1,1", "9,1,1", "1,1,0", "1,1,1", "3,1,0");

    var pictures =
        Pattern.compile("<svg.*?</svg>", Pattern.DOTALL)
            .matcher(page)
            .results()
            .map(MatchResult::group)
            .toList();
    assertThat(pictures).hasSize(3);
    for (String picture : pictures) {
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(picture)));
    }
    assertThat(pictures.get(0))
        .contains("event, rows 2 to 3", "event, rows 5 to 5", "threshold: score 1");
    assertThat(pictures.get(1)).contains("not labelled: ", "the threshold");
    assertThat(pictures.get(2)).contains("threshold in use: precision 0.50, recall 0.33");
    assertThat(page)
        .contains("<td>2 - 3</td><td>2m</td><td>after 1m</td><td>4.50</td>")
        .contains("<td>5 - 5</td><td>1m</td><td>missed</td><td>0.50</td>")
        .contains("75 % cpu (true)", "25 % &lt;disk&gt;</div>")
        .contains("rows without a score");
  }

  @Test
  void it_needs_nothing_else_and_names_are_no_markup() throws IOException {
    String page = page("cpu,<disk>,label", "1,1,0", "1,1,1");

    assertThat(page)
        .contains("<h2>a&lt;b, first, seed 1</h2>")
        .doesNotContain("<disk>", "a<b", "<script", "http", "src=", "href", "url(", "@import");
  }

  @Test
  void without_events_or_labels_there_are_fewer_pictures() throws IOException {
    assertThat(page("cpu,<disk>,label", "1,1,0", "1,1,0"))
        .contains("<svg")
        .doesNotContain("recall of rows");
    assertThat(page("cpu,<disk>", "1,1", "1,1")).contains("<svg").doesNotContain("share of rows");
  }
}
