package io.github.anomalyexporter.core.feature;

import java.time.Duration;

/**
 * A feature computed from others over the rows of a window: how the model gets to know the recent
 * past and the relation of two features. Wherever a row it needs is missing, it is missing.
 *
 * @param name unique in its feature set
 * @param unit of the value
 * @param transform applied before scaling
 * @param source how it is computed
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

  /** How a value is computed from other features' raw values. */
  public sealed interface Source {
    /**
     * Returns the canonical text of the kind and its parameters. Stored models contain a digest of
     * it, so it must not change, even if a type or component is renamed.
     */
    String schema();
  }

  /**
   * The mean over the last rows up to and including this one; missing where fewer than half of them
   * are present.
   *
   * @param of name of a feature
   * @param window how far back, a multiple of the step
   */
  public record RollingMean(String of, Duration window) implements Source {
    @Override
    public String schema() {
      return "RollingMean[of=" + of + ", window=" + window + "]";
    }
  }

  /**
   * The value less the value one window before; missing where either is.
   *
   * @param of name of a feature
   * @param window how far back, a multiple of the step
   */
  public record Change(String of, Duration window) implements Source {
    @Override
    public String schema() {
      return "Change[of=" + of + ", window=" + window + "]";
    }
  }

  /**
   * One feature over another of the same row.
   *
   * @param of name of the numerator's feature
   * @param per name of the denominator's feature
   * @param floor least denominator, in its unit: an idle host divides by this instead of by almost
   *     nothing; above 0
   */
  public record Ratio(String of, String per, double floor) implements Source {
    @Override
    public String schema() {
      return "Ratio[of=" + of + ", per=" + per + ", floor=" + floor + "]";
    }
  }
}
