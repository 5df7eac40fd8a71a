package io.github.anomalyexporter.benchmarks;

import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.evaluation.figure.Explanation;
import io.github.anomalyexporter.evaluation.figure.Figures;
import io.github.anomalyexporter.evaluation.figure.Proportion;
import io.github.anomalyexporter.evaluation.input.Dataset;
import io.github.anomalyexporter.evaluation.past.InUse;
import io.github.anomalyexporter.evaluation.past.Protocol;
import io.github.anomalyexporter.evaluation.past.TrainedOnce;
import io.github.anomalyexporter.evaluation.report.Evaluation;
import io.github.anomalyexporter.evaluation.report.Evaluation.Scored;
import io.github.anomalyexporter.evaluation.report.Summary;
import io.github.anomalyexporter.evaluation.variant.UntrainedNetwork;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.kind.AutoencoderKind;
import io.github.anomalyexporter.server.kind.DetectorKinds;
import io.github.anomalyexporter.server.kind.InferenceChoice;
import io.github.anomalyexporter.tensorflow.TensorFlowFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the tables of exporter/docs/quality.md, between two marks of that file: every kind of
 * detector on every labelled set, trained once and trained daily, the default kind on new hosts and
 * without its autoencoder. Arguments: the folder of the sets, the document, and the number of
 * seeds.
 */
public final class Quality {
  private static final String BEGIN = "<!-- quality -->";
  private static final String END = "<!-- /quality -->";

  private static final String ONCE =
      "detector | VUS-PR SMD | ASD | JS2 | mean | of seeds | VUS-ROC | recall at one false alarm a day"
          + " in hindsight SMD | ASD | JS2 | mean | training an instance";
  private static final String EXPLAINED =
      "explanation, SMD | events | top 3 hold a true feature | HitRate@100% | HitRate@150%";

  private final Path data;
  private final Path document;
  private final int seeds;

  private Quality(Path data, Path document, int seeds) {
    this.data = data;
    this.document = document;
    this.seeds = seeds;
  }

  public static void main(String[] arguments) throws IOException {
    new Quality(Path.of(arguments[0]), Path.of(arguments[1]), Integer.parseInt(arguments[2]))
        .measure();
  }

  private void measure() throws IOException {
    List<String> tables = new ArrayList<>(kinds());
    tables.add(table(NewHostTable.HEADER, NewHostTable.rows(data)));
    tables.add(
        table(
            "left out of the autoencoder kind | VUS-PR SMD | ASD | JS2 | mean | recall at one false"
                + " alarm a day in hindsight, mean",
            withoutParts()));
    write(String.join("\n", tables));
  }

  /** Returns the tables with a row for each kind. */
  private List<String> kinds() {
    List<String> trainedOnce = new ArrayList<>();
    List<String> trainedDaily = new ArrayList<>();
    List<String> limits = new ArrayList<>();
    List<String> alerting = new ArrayList<>();
    List<String> explained = new ArrayList<>();
    for (DetectorKind kind : DetectorKinds.all()) {
      String name = kind.name();
      List<Summary> once = new ArrayList<>();
      List<Summary> daily = new ArrayList<>();
      List<SetInUse> inUse = new ArrayList<>();
      for (LabelledSet set : LabelledSet.ALL) {
        SetInUse ofSet = new SetInUse();
        inUse.add(ofSet);
        once.add(evaluate(set, name, kind, new TrainedOnce(), seeds, (dataset, scored) -> {}));
        daily.add(evaluate(set, name, kind, new InUse(), 1, ofSet::add));
        System.out.printf("%s on %s is done%n", name, set.name());
      }
      trainedOnce.add(onceRow(name, once));
      trainedDaily.add(SetInUse.row(name, daily));
      trainedDaily.add(
          SetInUse.row(
              name + ", thresholds not raised",
              inUse.stream().map(SetInUse::withoutRaises).toList()));
      limits.add(InUseLimits.row(name, daily));
      alerting.add(SetAlerts.row(name, inUse.stream().map(SetInUse::alerts).toList()));
      explained.add(explainedRow(name, once.get(0)));
    }
    return List.of(
        table(ONCE, trainedOnce),
        table(SetInUse.HEADER, trainedDaily),
        table(InUseLimits.HEADER, limits),
        table(SetAlerts.HEADER, alerting),
        table(EXPLAINED, explained));
  }

  /** Returns the rows of the default kind and of its variants. */
  private List<String> withoutParts() {
    return List.of(
        ablatedRow("nothing", DetectorKinds.AUTOENCODER),
        ablatedRow(
            "the autoencoder",
            new AutoencoderKind(
                new UntrainedNetwork(), new TensorFlowFormat(), InferenceChoice.AUTO)));
  }

  /**
   * Evaluates a kind on all pairs of a set.
   *
   * @param each receives the scores of each pair and seed
   */
  private Summary evaluate(
      LabelledSet set,
      String name,
      DetectorKind kind,
      Protocol protocol,
      int count,
      BiConsumer<Dataset, Scored> each) {
    DetectorConfig defaults = ConfigFile.defaults(kind).detectors().get(0);
    List<Evaluation> evaluations = new ArrayList<>();
    for (Dataset dataset : set.read(data)) {
      for (long seed = 1; seed <= count; seed++) {
        Scored scored =
            Evaluation.of(
                dataset,
                name,
                // A variant has the name of its kind and is not in the registry.
                new DetectorTraining(
                    kind,
                    dataset.features(),
                    defaults.with(dataset.features(), seed).training().options()),
                protocol,
                TrainingProgress.SILENT);
        each.accept(dataset, scored);
        evaluations.add(scored.evaluation());
      }
    }
    return new Summary(evaluations);
  }

  private String onceRow(String name, List<Summary> sets) {
    return cells(
        name,
        each(sets, set -> mean(set, Quality::precisionRecall), "%.3f"),
        number("%.3f", average(sets, set -> mean(set, Quality::precisionRecall))),
        spreadOfSeeds(sets),
        number("%.3f", average(sets, set -> mean(set, figures -> figures.volume().roc()))),
        each(sets, set -> share(set.hindsightRecall()), "%.2f"),
        number("%.2f", average(sets, set -> share(set.hindsightRecall()))),
        number("%.1f s", average(sets, set -> set.meanSeconds(Evaluation::training))));
  }

  private String ablatedRow(String leftOut, DetectorKind kind) {
    List<Summary> sets =
        LabelledSet.ALL.stream()
            .map(set -> evaluate(set, leftOut, kind, new TrainedOnce(), 1, (dataset, scored) -> {}))
            .toList();
    System.out.printf("without %s is done%n", leftOut);
    return cells(
        leftOut,
        each(sets, set -> mean(set, Quality::precisionRecall), "%.3f"),
        number("%.3f", average(sets, set -> mean(set, Quality::precisionRecall))),
        number("%.2f", average(sets, set -> share(set.hindsightRecall()))));
  }

  private static double precisionRecall(Figures figures) {
    return figures.volume().pr();
  }

  /** The least and the greatest mean of the sets, of one seed each. */
  private String spreadOfSeeds(List<Summary> sets) {
    double[] means = new double[seeds];
    for (int seed = 1; seed <= seeds; seed++) {
      for (Summary set : sets) {
        means[seed - 1] +=
            mean(
                    new Summary(Objects.requireNonNull(set.bySeed().get((long) seed))),
                    Quality::precisionRecall)
                / sets.size();
      }
    }
    return number("%.3f", Arrays.stream(means).min().orElseThrow())
        + " - "
        + number("%.3f", Arrays.stream(means).max().orElseThrow());
  }

  private static String explainedRow(String name, Summary set) {
    Explanation explanation = Objects.requireNonNull(set.explanation());
    return cells(
        name,
        Integer.toString(explanation.events()),
        number("%.2f", explanation.topThree()),
        number("%.2f", explanation.hitRate100()),
        number("%.2f", explanation.hitRate150()));
  }

  static double share(@Nullable Proportion proportion) {
    return Objects.requireNonNull(proportion).ratio();
  }

  static double mean(Summary set, ToDoubleFunction<Figures> figure) {
    return set.evaluations().stream()
        .mapToDouble(each -> figure.applyAsDouble(Objects.requireNonNull(each.figures())))
        .average()
        .orElseThrow();
  }

  static <S> double average(List<S> sets, ToDoubleFunction<S> figure) {
    return sets.stream().mapToDouble(figure).average().orElseThrow();
  }

  private static String each(List<Summary> sets, ToDoubleFunction<Summary> figure, String format) {
    return sets.stream()
        .map(set -> number(format, figure.applyAsDouble(set)))
        .collect(Collectors.joining(" | "));
  }

  static String number(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }

  static String cells(String... cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static String table(String header, List<String> rows) {
    long columns = header.chars().filter(character -> character == '|').count() + 1;
    return "| " + header + " |\n|" + "---|".repeat((int) columns) + "\n" + String.join("", rows);
  }

  private void write(String tables) throws IOException {
    System.out.println(tables);
    String text = Files.readString(document);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(document + ": expected " + BEGIN + " and " + END + ", found none");
    }
    Files.writeString(
        document,
        text.substring(0, begin + BEGIN.length()) + "\n\n" + tables + "\n" + text.substring(end));
  }
}
