package io.github.anomalyexporter.server.evaluate;

import io.github.anomalyexporter.core.evaluation.Explanation;
import io.github.anomalyexporter.core.evaluation.Figures;
import io.github.anomalyexporter.core.evaluation.InUse;
import io.github.anomalyexporter.core.evaluation.Proportion;
import io.github.anomalyexporter.core.evaluation.TrainableDetector;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.server.app.TrainableDetectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The table of exporter/docs/quality.md: every detector on every labelled set, trained once and
 * trained daily, and the default detector without each of its parts. No test, for what it finds is
 * a number and not right or wrong: {@code make quality} runs it, and it writes the table between
 * two marks of that file.
 */
class QualityMeasurement {
  private static final String BEGIN = "<!-- quality -->";
  private static final String END = "<!-- /quality -->";
  private static final Path DOCUMENT = Path.of("../docs/quality.md");

  /** A folder of labelled pairs and the time between their rows. */
  private record LabelledSet(String name, Duration step) {}

  private static final List<LabelledSet> SETS =
      List.of(
          new LabelledSet("smd", Duration.ofMinutes(1)),
          new LabelledSet("asd", Duration.ofMinutes(5)),
          new LabelledSet("js2", Duration.ofMinutes(5)));

  private final Path data =
      Path.of(Objects.requireNonNull(System.getProperty("quality.data"), "-Dquality.data"));
  private final int seeds = Integer.getInteger("quality.seeds", 3);

  @Test
  void measure() throws IOException {
    List<String> trainedOnce = new ArrayList<>();
    List<String> trainedDaily = new ArrayList<>();
    List<String> explained = new ArrayList<>();
    for (String name : TrainableDetectors.names()) {
      TrainableDetector detector = TrainableDetectors.named(name).orElseThrow();
      List<Summary> once = new ArrayList<>();
      List<Summary> daily = new ArrayList<>();
      for (LabelledSet set : SETS) {
        once.add(evaluate(set, name, detector, seeds));
        daily.add(evaluate(set, name, new InUse(detector), 1));
        System.out.printf("%s on %s is done%n", name, set.name());
      }
      trainedOnce.add(onceRow(name, once));
      trainedDaily.add(dailyRow(name, daily));
      explained.add(explainedRow(name, once.get(0)));
    }
    List<String> ablated = new ArrayList<>();
    Ablation.detectors()
        .forEach(
            (leftOut, detector) -> {
              List<Summary> once =
                  SETS.stream().map(set -> evaluate(set, leftOut, detector, 1)).toList();
              ablated.add(ablatedRow(leftOut, once));
              System.out.printf("without %s is done%n", leftOut);
            });
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
                "left out of the default detector | VUS-PR SMD | ASD | JS2 | mean | recall at one false"
                    + " alarm a day in hindsight, mean",
                ablated));
  }

  private Summary evaluate(LabelledSet set, String name, TrainableDetector detector, int count) {
    List<Evaluation> evaluations = new ArrayList<>();
    for (Pair pair : Pair.in(data.resolve(set.name()))) {
      Dataset dataset = Dataset.read(pair, set.step());
      for (long seed = 1; seed <= count; seed++) {
        evaluations.add(
            Evaluation.of(dataset, name, detector, seed, TrainingProgress.SILENT).evaluation());
      }
    }
    return new Summary(evaluations);
  }

  private String onceRow(String name, List<Summary> sets) {
    return cells(
        name,
        each(sets, set -> mean(set, QualityMeasurement::precisionRecall), "%.3f"),
        number("%.3f", overall(sets, set -> mean(set, QualityMeasurement::precisionRecall))),
        spreadOfSeeds(sets),
        number("%.3f", overall(sets, set -> mean(set, figures -> figures.volume().roc()))),
        each(sets, set -> share(set.hindsightRecall()), "%.2f"),
        number("%.2f", overall(sets, set -> share(set.hindsightRecall()))),
        number("%.1f s", overall(sets, set -> set.meanSeconds(Evaluation::training))));
  }

  private static String ablatedRow(String leftOut, List<Summary> sets) {
    return cells(
        leftOut,
        each(sets, set -> mean(set, QualityMeasurement::precisionRecall), "%.3f"),
        number("%.3f", overall(sets, set -> mean(set, QualityMeasurement::precisionRecall))),
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
                    QualityMeasurement::precisionRecall)
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

  private static void write(String tables) throws IOException {
    System.out.println(tables);
    String document = Files.readString(DOCUMENT);
    int begin = document.indexOf(BEGIN);
    int end = document.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(DOCUMENT + ": expected " + BEGIN + " and " + END + ", found none");
    }
    Files.writeString(
        DOCUMENT,
        document.substring(0, begin + BEGIN.length())
            + "\n\n"
            + tables
            + "\n"
            + document.substring(end));
  }
}
