package io.github.anomalyexporter.core.feature;

import io.github.anomalyexporter.core.feature.EngineeredFeature.Change;
import io.github.anomalyexporter.core.feature.EngineeredFeature.Ratio;
import io.github.anomalyexporter.core.feature.EngineeredFeature.RollingMean;
import io.github.anomalyexporter.core.feature.EngineeredFeature.Source;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The features of a detector on its grid: first the queried features, then the features engineered
 * from them. In this order they are the inputs of the model.
 */
public final class FeatureSet {
  private final List<Feature> features;
  private final List<EngineeredFeature> engineered;
  private final Duration step;
  private final Map<String, Integer> columns = new HashMap<>();
  private final List<Computation> computations;
  private final int lagRows;

  /**
   * @param step of the grid
   * @throws IllegalArgumentException if a name appears twice, an engineered feature needs a feature
   *     that is not queried, or a window is not a multiple of the step
   */
  public FeatureSet(List<Feature> features, List<EngineeredFeature> engineered, Duration step) {
    this.features = List.copyOf(features);
    this.engineered = List.copyOf(engineered);
    this.step = step;
    for (Feature feature : features) {
      if (columns.put(feature.name(), columns.size()) != null) {
        throw new IllegalArgumentException("two features are named " + feature.name());
      }
    }
    List<Computation> resolved = new ArrayList<>();
    for (EngineeredFeature feature : engineered) {
      if (columns.containsKey(feature.name())) {
        throw new IllegalArgumentException("two features are named " + feature.name());
      }
      resolved.add(resolve(feature.source()));
    }
    for (EngineeredFeature feature : engineered) {
      if (columns.put(feature.name(), columns.size()) != null) {
        throw new IllegalArgumentException("two features are named " + feature.name());
      }
    }
    this.computations = List.copyOf(resolved);
    this.lagRows = resolved.stream().mapToInt(Computation::lagRows).max().orElse(0);
  }

  private Computation resolve(Source source) {
    if (source instanceof RollingMean mean) {
      return new Computation.MeanOf(queriedColumn(mean.of()), rows(mean.window()));
    } else if (source instanceof Change change) {
      return new Computation.ChangeOf(queriedColumn(change.of()), rows(change.window()));
    }
    Ratio ratio = (Ratio) source;
    return new Computation.RatioOf(
        queriedColumn(ratio.of()), queriedColumn(ratio.per()), ratio.floor());
  }

  private int queriedColumn(String name) {
    Integer column = columns.get(name);
    if (column == null) {
      throw new IllegalArgumentException("no feature is named " + name);
    }
    return column;
  }

  private int rows(Duration window) {
    if (window.toMillis() < step.toMillis() || window.toMillis() % step.toMillis() != 0) {
      throw new IllegalArgumentException(
          "a window of " + window + " is not a multiple of the step " + step);
    }
    return Math.toIntExact(window.toMillis() / step.toMillis());
  }

  public List<Feature> features() {
    return features;
  }

  public List<EngineeredFeature> engineered() {
    return engineered;
  }

  public Duration step() {
    return step;
  }

  /** Number of inputs of the model. */
  public int size() {
    return features.size() + engineered.size();
  }

  /** Returns the number of rows before a row that are needed to engineer it. */
  public int lagRows() {
    return lagRows;
  }

  public String name(int input) {
    return input < features.size()
        ? features.get(input).name()
        : engineered.get(input - features.size()).name();
  }

  public String unit(int input) {
    return input < features.size()
        ? features.get(input).unit()
        : engineered.get(input - features.size()).unit();
  }

  public Transform transform(int input) {
    return input < features.size()
        ? features.get(input).transform()
        : engineered.get(input - features.size()).transform();
  }

  /** Whether the absence of the input does not reduce coverage. */
  public boolean isOptional(int input) {
    if (input < features.size()) {
      return features.get(input).optional();
    }
    Computation computation = computations.get(input - features.size());
    return IntStream.range(0, features.size())
        .anyMatch(column -> computation.needs(column) && features.get(column).optional());
  }

  /**
   * Returns the share of usable inputs among the inputs that are not optional, 0..1.
   *
   * @param usable whether an input is present and known to the model
   */
  public float coverage(IntPredicate usable) {
    int[] expected = IntStream.range(0, size()).filter(input -> !isOptional(input)).toArray();
    long present = IntStream.of(expected).filter(usable).count();
    return expected.length == 0 ? 0 : (float) present / expected.length;
  }

  /** Returns the coverage of an instance that always has the queried features of these columns. */
  public float coverageOf(BitSet present) {
    return coverage(
        input ->
            input < features.size()
                ? present.get(input)
                : IntStream.range(0, features.size())
                    .filter(computations.get(input - features.size())::needs)
                    .allMatch(present::get));
  }

  /** Returns the bounds of an input: its own, or those derived from the features it is made of. */
  public Bounds bounds(int input) {
    return input < features.size()
        ? features.get(input).bounds()
        : computations.get(input - features.size()).bounds(features);
  }

  /** Names of the queried features: the columns of the frames that {@link #engineer} takes. */
  public List<String> queriedNames() {
    return features.stream().map(Feature::name).toList();
  }

  /**
   * Removes impossible values of the queried features.
   *
   * @param queried {@code [rows, features]} flat, raw values, NaN where missing; not written to
   * @return of the same shape; NaN also where a value is outside the bounds of its feature
   */
  public float[] admit(float[] queried) {
    float[] admitted = new float[queried.length];
    for (int i = 0; i < queried.length; i++) {
      admitted[i] = admit(i % features.size(), queried[i]);
    }
    return admitted;
  }

  /**
   * Engineers the inputs of one row.
   *
   * @param admitted {@code [lagRows + 1, features]} flat, the row last; see {@link #admit}
   * @param inputs receives {@code [inputs]} from {@code offset} on, NaN where missing
   */
  public void engineerRow(float[] admitted, float[] inputs, int offset) {
    int width = features.size();
    int from = lagRows * width;
    System.arraycopy(admitted, from, inputs, offset, width);
    for (int i = 0; i < computations.size(); i++) {
      inputs[offset + width + i] = computations.get(i).value(admitted, from, width);
    }
  }

  /** Returns the value of a queried feature; NaN if it is missing or impossible. */
  public float admit(int feature, float value) {
    return features.get(feature).bounds().admit(value);
  }

  /**
   * Engineers all inputs of one instance. Impossible values are missing before anything is computed
   * from them.
   *
   * @param queried {@code [rows, features]} flat, raw values, NaN where missing; not written to
   * @return {@code [rows - lagRows, inputs]} flat, raw values, NaN where missing
   */
  public float[] engineer(float[] queried) {
    int width = features.size();
    int rows = queried.length / width;
    int out = size();
    float[] admitted = admit(queried);
    float[] inputs = new float[Math.max(0, rows - lagRows) * out];
    for (int row = lagRows; row < rows; row++) {
      int from = row * width;
      int to = (row - lagRows) * out;
      System.arraycopy(admitted, from, inputs, to, width);
      for (int i = 0; i < computations.size(); i++) {
        inputs[to + width + i] = computations.get(i).value(admitted, from, width);
      }
    }
    return inputs;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FeatureSet that
        && features.equals(that.features)
        && engineered.equals(that.engineered)
        && step.equals(that.step);
  }

  @Override
  public int hashCode() {
    return Objects.hash(features, engineered, step);
  }

  /**
   * Returns a digest of the schema that a model is trained with: it changes with any name,
   * expression, unit, transform or window, and with the step.
   */
  public String fingerprint() {
    List<String> parts = new ArrayList<>();
    parts.add(step.toString());
    features.forEach(feature -> parts.add(feature.schema()));
    engineered.forEach(feature -> parts.add(feature.schema()));
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", parts).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
