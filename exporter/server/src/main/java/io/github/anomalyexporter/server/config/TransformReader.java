package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import java.util.List;

/** Reads a transform: {@code none}, <code>{log: scale}</code> or <code>{power: exponent}</code>. */
final class TransformReader {
  private static final String EXPECTATION = "none, {log: scale} or {power: exponent}";

  private TransformReader() {}

  static Transform read(Value value, Transform fallback) {
    if (!value.isMapping()) {
      return value.string(EXPECTATION, "none").map(none -> Transform.NONE).orElse(fallback);
    }
    Section section = value.section();
    List<String> present = section.present("log", "power");
    if (present.size() != 1) {
      section.problem(
          present.isEmpty() ? ProblemKind.MISSING : ProblemKind.CONFLICT,
          EXPECTATION,
          present.isEmpty() ? "neither" : "both");
      return fallback;
    }
    return present.contains("log")
        ? section.value("log").positive().<Transform>map(Transform.Log::new).orElse(fallback)
        : section.value("power").positive().<Transform>map(Transform.Power::new).orElse(fallback);
  }
}
