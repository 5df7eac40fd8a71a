package io.github.anomalyexporter.core.feature;

import java.time.Duration;

/**
 * A feature computed from other features over the rows of a window: the model's input for the
 * recent past and for the relation of two features. It is missing where a row that it needs is
 * missing.
 *
 * @param name unique in its feature set
 * @param unit of the value
 * @param transform applied before scaling
 * @param source computation of the value
 */
public record EngineeredFeature(String name, String unit, Transform transform, Source source) {

  /**
   * Returns the canonical text of what a model depends on. Stored models contain a digest of it, so
   * it must not change, even if a type or component is renamed.
   */
  String schema() {
    return "EngineeredFeature[name=%s, unit=%s, transform=%s, source=%s]"
        .formatted(name, unit, transform.schema(), source.schema());
  }

  /** The computation of a value from raw values of other features. */
  public sealed interface Source {
    /**
     * Returns the canonical text of the kind and its parameters. Stored models contain a digest of
     * it, so it must not change, even if a type or component is renamed.
     */
    String schema();
  }

  /**
   * The mean of the last rows up to and including the current one; missing if fewer than half of
   * them are present.
   *
   * @param of name of a feature
   * @param window length, a multiple of the step
   */
  public record RollingMean(String of, Duration window) implements Source {
    @Override
    public String schema() {
      return "RollingMean[of=" + of + ", window=" + window + "]";
    }
  }

  /**
   * The value minus the value one window before; missing if one of them is.
   *
   * @param of name of a feature
   * @param window length, a multiple of the step
   */
  public record Change(String of, Duration window) implements Source {
    @Override
    public String schema() {
      return "Change[of=" + of + ", window=" + window + "]";
    }
  }

  /**
   * The quotient of two features of the same row.
   *
   * @param of name of the numerator's feature
   * @param per name of the denominator's feature
   * @param floor least denominator, in its unit, above 0: avoids a division by almost 0 on an idle
   *     host
   */
  public record Ratio(String of, String per, double floor) implements Source {
    @Override
    public String schema() {
      return "Ratio[of=" + of + ", per=" + per + ", floor=" + floor + "]";
    }
  }
}
