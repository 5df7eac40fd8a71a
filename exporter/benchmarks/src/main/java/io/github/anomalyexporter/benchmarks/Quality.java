package io.github.anomalyexporter.benchmarks;

import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.evaluation.figure.Explanation;
import io.github.anomalyexporter.evaluation.figure.Figures;
import io.github.anomalyexporter.evaluation.figure.Proportion;
import io.github.anomalyexporter.evaluation.input.Dataset;
import io.github.anomalyexporter.evaluation.input.Pair;
import io.github.anomalyexporter.evaluation.past.InUse;
import io.github.anomalyexporter.evaluation.past.Protocol;
import io.github.anomalyexporter.evaluation.past.TrainedOnce;
import io.github.anomalyexporter.evaluation.report.Evaluation;
import io.github.anomalyexporter.evaluation.report.Summary;
import io.github.anomalyexporter.evaluation.variant.UntrainedNetwork;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.kind.AutoencoderKind;
import io.github.anomalyexporter.server.kind.DetectorKinds;
import io.github.anomalyexporter.tensorflow.TensorFlowFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the tables of exporter/docs/quality.md, between two marks of that file: every kind of
 * detector on every labelled set, trained once and trained daily, and the default kind without its
 * autoencoder. Arguments: the folder of the sets, the document, and the number of seeds.
 */
public final class Quality {
  private static final String BEGIN = "<!-- quality -->";
  private static final String END = "<!-- /quality -->";

  /** A folder of labelled pairs and the time between their rows. */
  private record LabelledSet(String name, Duration step) {}

  private static final List<LabelledSet> SETS =
      List.of(
          new LabelledSet("smd", Duration.ofMinutes(1)),
          new LabelledSet("asd", Duration.ofMinutes(5)),
          new LabelledSet("js2", Duration.ofMinutes(5)));

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
    List<String> trainedOnce = new ArrayList<>();
    List<String> trainedDaily = new ArrayList<>();
    List<String> explained = new ArrayList<>();
    for (DetectorKind kind : DetectorKinds.all()) {
      String name = kind.name();
      List<Summary> once = new ArrayList<>();
      List<Summary> daily = new ArrayList<>();
      for (LabelledSet set : SETS) {
        once.add(evaluate(set, name, kind, new TrainedOnce(), seeds));
        daily.add(evaluate(set, name, kind, new InUse(), 1));
        System.out.printf("%s on %s is done%n", name, set.name());
      }
      trainedOnce.add(onceRow(name, once));
      trainedDaily.add(dailyRow(name, daily));
      explained.add(explainedRow(name, once.get(0)));
    }
    List<String> ablated = withoutParts();
    write(
        table(
                "detector | VUS-PR SMD | ASD | JS2 | mean | of seeds | VUS-ROC | recall at one false"
                    + " alarm a day in hindsight SMD | ASD | JS2 | mean | training an instance",
                trainedOnce)
            + "\n"
            + table(
                "in use | recall SMD, false alarms a day, median delay | ASD | JS2"
                    + " | mean recall | mean false alarms",
                trainedDaily)
            + "\n"
            + table(
                "explanation, SMD | events | top 3 hold a true feature | HitRate@100% | HitRate@150%",
                explained)
            + "\n"
            + table(
                "left out of the autoencoder kind | VUS-PR SMD | ASD | JS2 | mean | recall at one false"
                    + " alarm a day in hindsight, mean",
                ablated));
  }

  /** Returns the rows of the default kind and of its variants. */
  private List<String> withoutParts() {
    List<String> ablated = new ArrayList<>();
    Map.of(
            "nothing",
            DetectorKinds.AUTOENCODER,
            "the autoencoder",
            new AutoencoderKind(new UntrainedNetwork(), new TensorFlowFormat()))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            variant -> {
              List<Summary> once =
                  SETS.stream()
                      .map(
                          set ->
                              evaluate(
                                  set, variant.getKey(), variant.getValue(), new TrainedOnce(), 1))
                      .toList();
              ablated.add(ablatedRow(variant.getKey(), once));
              System.out.printf("without %s is done%n", variant.getKey());
            });
    return ablated;
  }

  private Summary evaluate(
      LabelledSet set, String name, DetectorKind kind, Protocol protocol, int count) {
    DetectorConfig defaults = ConfigFile.defaults(kind).detectors().get(0);
    List<Evaluation> evaluations = new ArrayList<>();
    for (Pair pair : Pair.in(data.resolve(set.name()))) {
      Dataset dataset = Dataset.read(pair, set.step());
      for (long seed = 1; seed <= count; seed++) {
        evaluations.add(
            Evaluation.of(
                    dataset,
                    name,
                    // A variant has the name of its kind and is not in the registry.
                    new DetectorTraining(
                        kind,
                        dataset.features(),
                        defaults.with(dataset.features(), seed).training().options()),
                    protocol,
                    TrainingProgress.SILENT)
                .evaluation());
      }
    }
    return new Summary(evaluations);
  }

  private String onceRow(String name, List<Summary> sets) {
    return cells(
        name,
        each(sets, set -> mean(set, Quality::precisionRecall), "%.3f"),
        number("%.3f", overall(sets, set -> mean(set, Quality::precisionRecall))),
        spreadOfSeeds(sets),
        number("%.3f", overall(sets, set -> mean(set, figures -> figures.volume().roc()))),
        each(sets, set -> share(set.hindsightRecall()), "%.2f"),
        number("%.2f", overall(sets, set -> share(set.hindsightRecall()))),
        number("%.1f s", overall(sets, set -> set.meanSeconds(Evaluation::training))));
  }

  private static String ablatedRow(String leftOut, List<Summary> sets) {
    return cells(
        leftOut,
        each(sets, set -> mean(set, Quality::precisionRecall), "%.3f"),
        number("%.3f", overall(sets, set -> mean(set, Quality::precisionRecall))),
        number("%.2f", overall(sets, set -> share(set.hindsightRecall()))));
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

  private static String dailyRow(String name, List<Summary> sets) {
    return cells(
        name,
        sets.stream()
            .map(
                set ->
                    "%s, %s, %s"
                        .formatted(
                            number("%.2f", share(set.recall())),
                            number("%.2f", mean(set, Figures::falseAlarmsPerDay)),
                            number("%.0f s", medianDelay(set))))
            .collect(Collectors.joining(" | ")),
        number("%.2f", overall(sets, set -> share(set.recall()))),
        number("%.2f", overall(sets, set -> mean(set, Figures::falseAlarmsPerDay))));
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

  private static double share(@Nullable Proportion proportion) {
    return Objects.requireNonNull(proportion).ratio();
  }

  private static double mean(Summary set, ToDoubleFunction<Figures> figure) {
    return set.evaluations().stream()
        .mapToDouble(each -> figure.applyAsDouble(Objects.requireNonNull(each.figures())))
        .average()
        .orElseThrow();
  }

  /** Of the instances' medians, of those that have one. */
  private static double medianDelay(Summary set) {
    double[] delays =
        set.evaluations().stream()
            .mapToDouble(
                each -> Objects.requireNonNull(each.figures()).medianDetectionDelaySeconds())
            .filter(delay -> !Double.isNaN(delay))
            .sorted()
            .toArray();
    return delays.length == 0 ? Double.NaN : delays[delays.length / 2];
  }

  private static double overall(List<Summary> sets, ToDoubleFunction<Summary> figure) {
    return sets.stream().mapToDouble(figure).average().orElseThrow();
  }

  private static String each(List<Summary> sets, ToDoubleFunction<Summary> figure, String format) {
    return sets.stream()
        .map(set -> number(format, figure.applyAsDouble(set)))
        .collect(Collectors.joining(" | "));
  }

  private static String number(String format, double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }

  private static String cells(String... cells) {
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
