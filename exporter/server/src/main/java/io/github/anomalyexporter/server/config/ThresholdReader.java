package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.score.ThresholdMethod;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads threshold settings and their overrides. */
final class ThresholdReader {
  private ThresholdReader() {}

  /**
   * @param usual default options
   * @param identityLabels identity labels of the detector
   */
  static ThresholdConfig read(
      Section section, ThresholdOptions usual, Duration step, List<String> identityLabels) {
    ThresholdOptions options =
        options(section, usual.withRowsPerDay(ThresholdConfig.rowsPerDay(step)));
    List<ThresholdConfig.InstanceOverride> overrides =
        section.value("overrides").sections().stream()
            .map(override -> override(override, options, identityLabels))
            .toList();
    return new ThresholdConfig(options, overrides);
  }

  private static ThresholdConfig.InstanceOverride override(
      Section section, ThresholdOptions base, List<String> identityLabels) {
    if (!section.value("labels").isPresent()) {
      section.value("instance").requiredString("a regular expression for the instance label");
    }
    return new ThresholdConfig.InstanceOverride(
        InstanceMatcher.read(section, "instance", identityLabels), options(section, base));
  }

  private static ThresholdOptions options(Section section, ThresholdOptions base) {
    List<String> limits = section.present("quantile", "sigmas");
    Value wish = section.value("false_alarms_per_day");
    if (wish.isPresent() && !limits.isEmpty()) {
      wish.problem(
          ProblemKind.CONFLICT,
          "either false_alarms_per_day or quantile and sigmas",
          "false_alarms_per_day with " + String.join(" and ", limits));
    }
    // A stated quantile or sigmas excludes the method budget, which uses neither.
    ThresholdMethod unstated =
        !limits.isEmpty() && base.method() == ThresholdMethod.BUDGET
            ? ThresholdMethod.AUTO
            : base.method();
    ThresholdOptions options =
        base.withMethod(section.value("method").choice(ThresholdMethod.class).orElse(unstated));
    options =
        options.withQuantile(
            section
                .value("quantile")
                .number("a number from 0.5 to below 1", share -> share >= 0.5 && share < 1)
                .orElse(options.quantile()));
    options = options.withSigmas(section.value("sigmas").positive().orElse(options.sigmas()));
    Optional<Double> alarms =
        wish.number(
            "a number above 0 and up to " + ThresholdOptions.EPISODES_PER_DAY,
            count -> count > 0 && count <= ThresholdOptions.EPISODES_PER_DAY);
    if (alarms.isPresent()) {
      return options.withFalseAlarmsPerDay(alarms.get());
    }
    return limits.isEmpty() ? options : options.withFalseAlarmsPerDay(null);
  }
}
