package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.feature.Bounds;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import java.math.BigDecimal;

/** Reads the bounds of a feature: {@code min} and {@code max}, each a number or {@code none}. */
final class BoundsReader {
  private static final String NONE = "none";

  /** The number of digits is limited so that the value is finite. */
  private static final String NUMBER_OR_NONE =
      NONE + "|[-+]?[0-9]{1,30}([.][0-9]{1,30})?([eE][-+]?[0-9]{1,2})?";

  private BoundsReader() {}

  /**
   * Reads {@code min} and {@code max} of a feature.
   *
   * @param ofUnit the default bounds of the unit
   */
  static Bounds read(Section section, Bounds ofUnit) {
    Value min = section.value("min");
    Value max = section.value("max");
    double least = bound(min, ofUnit.min(), Double.NEGATIVE_INFINITY);
    double greatest = bound(max, ofUnit.max(), Double.POSITIVE_INFINITY);
    if (least < greatest) {
      return new Bounds(least, greatest);
    }
    if (max.isPresent()) {
      max.problem(ProblemKind.CONFLICT, "a number above min, which is " + shown(least));
    } else {
      min.problem(ProblemKind.CONFLICT, "a number below max, which is " + shown(greatest));
    }
    return ofUnit;
  }

  private static double bound(Value value, double ofUnit, double unbounded) {
    return value
        .string("a number or none", NUMBER_OR_NONE)
        .map(text -> text.equals(NONE) ? unbounded : Double.parseDouble(text))
        .orElse(ofUnit);
  }

  private static String shown(double bound) {
    return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }
}
