package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.feature.EngineeredFeature;
import io.github.anomalyexporter.core.feature.EngineeredFeature.Change;
import io.github.anomalyexporter.core.feature.EngineeredFeature.RollingMean;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.config.DetectorConfig.Explanation;
import io.github.anomalyexporter.server.config.DetectorConfig.History;
import io.github.anomalyexporter.server.config.DetectorConfig.Source;
import io.github.anomalyexporter.server.config.DetectorConfig.Timing;
import io.github.anomalyexporter.server.kind.DetectorKinds;
import io.github.anomalyexporter.server.yaml.LabelName;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Reads one detector. */
final class DetectorReader {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration YEAR = Duration.ofDays(365);

  /** Divided into training, validation and calibration rows; fewer rows are insufficient. */
  private static final int LEAST_HISTORY_ROWS = 120;

  /** Ten weeks at the default step: more would cost gigabytes at a thousand instances. */
  private static final int MOST_HISTORY_ROWS = 100_000;

  private static final int MOST_TOP_FEATURES = 100;
  private static final int MOST_SERIES = 1_000_000;

  private final Section section;

  private DetectorReader(Section section) {
    this.section = section;
  }

  static DetectorConfig read(Section section, Presets presets) {
    return new DetectorReader(section).detector(presets);
  }

  private DetectorConfig detector(Presets presets) {
    String name =
        section
            .value("name")
            .string("a name of a-z, 0-9, _ and -", "[a-z0-9][a-z0-9_-]{0,62}")
            .orElse(DetectorConfig.DEFAULT_NAME);
    DetectorKind kind = kind(section.value("type"));
    SourceKind sourceKind =
        section.value("source").choice(SourceKind.class).orElse(SourceKind.PROMETHEUS);
    Preset preset = preset(sourceKind, presets);
    Timing timing = timing(sourceKind);
    FeatureSet features = featureSet(preset, timing.step());
    Source source = SourceReader.read(section, sourceKind, preset);
    section.value("selector").fits(renderedLength(preset, source));
    return new DetectorConfig(
        name,
        kind,
        source,
        timing,
        history(timing.step()),
        features,
        ModelReader.read(
            kind,
            section.value("model").section(),
            section.value("threshold").section(),
            features,
            source.identityLabels()),
        minCoverage(),
        explanation());
  }

  /** Returns the length of all queries, in characters. */
  private static long renderedLength(Preset preset, Source source) {
    String identity = LabelName.promql(source.identityLabels());
    UnaryOperator<String> filledIn =
        name -> name.equals("selector") ? source.selector() : ", " + identity;
    return preset.features().stream()
        .mapToLong(feature -> Expression.length(feature.expression(), filledIn))
        .sum();
  }

  private static DetectorKind kind(Value value) {
    return value.choice(DetectorKinds.byName()).orElse(DetectorKinds.AUTOENCODER);
  }

  /** Pushed samples have no features but those that are configured. */
  private Preset preset(SourceKind kind, Presets presets) {
    Value name = section.value("preset");
    Preset base =
        kind == SourceKind.PUSH && !name.isPresent()
            ? Preset.EMPTY
            : presets.named(name, name.string().orElse(DetectorConfig.DEFAULT_PRESET));
    return new FeatureReader(base, kind).read(section);
  }

  private Timing timing(SourceKind source) {
    Value stepValue = section.value("step");
    Duration step = stepValue.duration(SECOND, HOUR).orElse(Timing.DEFAULT_STEP);
    Value intervalValue = section.value("scoring_interval");
    Duration interval =
        intervalValue.duration(SECOND, HOUR).orElse(Timing.DEFAULT_SCORING_INTERVAL);
    if (step.toMillis() % interval.toMillis() != 0) {
      // Reported at the key that is present; the other key then has its default.
      if (intervalValue.isPresent() || !stepValue.isPresent()) {
        intervalValue.problem(
            ProblemKind.CONFLICT, "a divisor of step " + PrometheusDuration.format(step));
      } else {
        stepValue.problem(
            ProblemKind.CONFLICT,
            "a multiple of scoring_interval " + PrometheusDuration.format(interval));
      }
    }
    Duration offset =
        section
            .value("query_offset")
            .duration(Duration.ZERO, HOUR)
            .orElse(
                // The machine is read right before its window ends.
                source == SourceKind.LOCAL ? Duration.ZERO : Timing.DEFAULT_QUERY_OFFSET);
    return new Timing(step, interval, offset);
  }

  private History history(Duration step) {
    Value lengthValue = section.value("history");
    Duration length = lengthValue.duration(MINUTE, YEAR).orElse(History.DEFAULT_LENGTH);
    Value minimumValue = section.value("min_history");
    Duration minimum = minimumValue.duration(MINUTE, YEAR).orElse(History.DEFAULT_MIN_HISTORY);
    if (minimum.compareTo(length) > 0) {
      // Reported at the key that is present; the other key then has its default.
      if (minimumValue.isPresent()) {
        minimumValue.problem(
            ProblemKind.CONFLICT, "at most history " + PrometheusDuration.format(length));
      } else {
        lengthValue.problem(
            ProblemKind.CONFLICT, "at least min_history " + PrometheusDuration.format(minimum));
      }
    } else if (minimum.dividedBy(step) < LEAST_HISTORY_ROWS) {
      minimumValue.problem(
          ProblemKind.OUT_OF_RANGE,
          "at least "
              + LEAST_HISTORY_ROWS
              + " steps, "
              + PrometheusDuration.format(step.multipliedBy(LEAST_HISTORY_ROWS)),
          PrometheusDuration.format(minimum));
    }
    if (length.dividedBy(step) > MOST_HISTORY_ROWS) {
      lengthValue.problem(
          ProblemKind.OUT_OF_RANGE,
          "at most "
              + MOST_HISTORY_ROWS
              + " steps, "
              + PrometheusDuration.format(step.multipliedBy(MOST_HISTORY_ROWS)),
          PrometheusDuration.format(length));
    }
    Duration interval =
        section
            .value("training_interval")
            .duration(MINUTE, YEAR)
            .orElse(History.DEFAULT_TRAINING_INTERVAL);
    return new History(length, minimum, interval);
  }

  private double minCoverage() {
    return section
        .value("min_coverage")
        .number("a ratio above 0 and up to 1", ratio -> ratio > 0 && ratio <= 1)
        .orElse(DetectorConfig.DEFAULT_MIN_COVERAGE);
  }

  private Explanation explanation() {
    Section explanation = section.value("explanation").section();
    return new Explanation(
        explanation
            .value("top_features")
            .integer(1, MOST_TOP_FEATURES)
            .orElse(Explanation.DEFAULT_TOP_FEATURES),
        explanation.value("hold").duration(Duration.ZERO, DAY).orElse(Explanation.DEFAULT_HOLD),
        explanation
            .value("max_series")
            .integer(1, MOST_SERIES)
            .orElse(Explanation.DEFAULT_MAX_SERIES));
  }

  /**
   * Returns the features without engineered features whose windows do not fit the step, which are
   * reported.
   */
  private FeatureSet featureSet(Preset preset, Duration step) {
    List<EngineeredFeature> fitting = new ArrayList<>();
    Set<Duration> reported = new HashSet<>();
    for (EngineeredFeature feature : preset.engineered()) {
      Duration window = window(feature);
      if (window.toMillis() % step.toMillis() == 0) {
        fitting.add(feature);
      } else if (reported.add(window)) {
        section
            .value("step")
            .problem(
                ProblemKind.CONFLICT,
                "a divisor of "
                    + PrometheusDuration.format(window)
                    + ", the window of "
                    + feature.name(),
                PrometheusDuration.format(step));
      }
    }
    if (preset.features().isEmpty()) {
      section.value("features").problem(ProblemKind.MISSING, "at least one feature", "none");
    }
    return new FeatureSet(preset.features(), fitting, step);
  }

  private static Duration window(EngineeredFeature feature) {
    if (feature.source() instanceof RollingMean mean) {
      return mean.window();
    } else if (feature.source() instanceof Change change) {
      return change.window();
    }
    return Duration.ZERO;
  }
}
