package io.github.anomalyexporter.server.evaluate.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.evaluation.RowScorer;
import io.github.anomalyexporter.core.evaluation.RowScores;
import io.github.anomalyexporter.core.evaluation.TrainableDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.evaluate.Dataset;
import io.github.anomalyexporter.server.evaluate.Evaluation;
import io.github.anomalyexporter.server.evaluate.Pair;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class HtmlReportTest {
  private static final Duration STEP = Duration.ofMinutes(1);

  @TempDir private Path directory;

  /** Calls the first feature the error, and its own first row unknown. */
  private static final class FirstFeature implements TrainableDetector, RowScorer {
    @Override
    public int rowsBefore() {
      return 0;
    }

    @Override
    public RowScorer train(
        FeatureSet features, Frame history, long seed, TrainingProgress progress) {
      return this;
    }

    @Override
    public RowScores score(Frame frame, int instance) {
      float[] cells = frame.cells(instance);
      double[] errors = new double[frame.rows()];
      double[] thresholds = new double[frame.rows()];
      float[] contributions = new float[cells.length];
      Arrays.fill(thresholds, 2);
      for (int row = 0; row < errors.length; row++) {
        errors[row] = row == 0 ? Double.NaN : cells[2 * row];
        contributions[2 * row] = 0.75f;
        contributions[2 * row + 1] = 0.25f;
      }
      return new RowScores(frame.columns(), errors, thresholds, contributions);
    }

    @Override
    public Optional<Calibration> calibration(Labels instance) {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }

  private String page(String header, String... rows) throws IOException {
    Path train = Files.writeString(directory.resolve("a<b.train.csv"), "cpu,<disk>\n1,2\n");
    Path test =
        Files.writeString(
            directory.resolve("a<b.test.csv"), header + "\n" + String.join("\n", rows) + "\n");
    Files.writeString(directory.resolve("a<b.interpretation.txt"), "2-3:1\n");
    Dataset dataset = Dataset.read(Pair.of(train, test), STEP);
    HtmlReport report = new HtmlReport();
    report.add(
        dataset, Evaluation.of(dataset, "first", new FirstFeature(), 1, TrainingProgress.SILENT));
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
