package io.github.anomalyexporter.server;

import io.github.anomalyexporter.core.autoencoder.AutoencoderDetector;
import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.AutoencoderFormat;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.kind.AutoencoderKind;
import io.github.anomalyexporter.server.kind.InferenceChoice;
import io.github.anomalyexporter.server.store.Manifest.Provenance;
import io.github.anomalyexporter.server.store.ModelStore.Schema;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.github.anomalyexporter.tensorflow.TensorFlowTrainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A detector of three features, one of them engineered, and two hosts whose values are functions of
 * time: trained by the real TensorFlow within a second.
 */
public final class SmallDetector {
  /** On a multiple of the step. */
  public static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

  public static final Labels WEB = Labels.of("instance", "web-1:9100", "job", "node");
  public static final Labels DB = Labels.of("instance", "db-1:9100", "job", "node");

  /** Discovery and features as Prometheus is asked for them. */
  public static final String INSTANCES = "group by (instance, job) (up{job=\"node\"})";

  public static final String CPU = "cpu{job=\"node\"}";
  public static final String MEMORY = "memory{job=\"node\"}";

  private static final String YAML =
      """
      presets:
        small:
          discovery: group by ($identity) (up{$selector})
          features:
            - {name: cpu, expression: 'cpu{$selector}', unit: ratio, max: none}
            - {name: memory, expression: 'memory{$selector}', unit: bytes, transform: {log: 1000}}
          engineered_features:
            - {name: cpu_change_2m, change: cpu, window: 2m}
      detectors:
        - name: node
          preset: small
          selector: job="node"
          scrape_interval: 15s
          history: 4h
          min_history: 2h
          model: {layers: [3, 2, 3], epochs: 20}
      """;

  private SmallDetector() {}

  /** The text of the configuration. */
  public static String text() {
    return YAML;
  }

  public static DetectorConfig config() {
    return config("");
  }

  /** With more keys of the detector, each line ended. */
  public static DetectorConfig config(String more) {
    return parse(YAML + more.indent(4));
  }

  /** Without a configured scrape interval. */
  public static DetectorConfig withMeasuredInterval() {
    return parse(YAML.replace("    scrape_interval: 15s\n", ""));
  }

  /** With another length of history. */
  public static DetectorConfig withHistory(String length) {
    return withHistory(length, "");
  }

  /** With another length of history and more keys of the detector, each line ended. */
  public static DetectorConfig withHistory(String length, String more) {
    return parse(YAML.replace("history: 4h\n", "history: " + length + "\n") + more.indent(4));
  }

  private static DetectorConfig parse(String yaml) {
    try {
      return ConfigFile.parse("small", yaml).detectors().get(0);
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Cpu share of a host: a rhythm of an hour, and noise that a minute's number decides. */
  public static double cpu(Labels instance, Instant time) {
    double phase = 2 * Math.PI * time.getEpochSecond() / 3600;
    double base = instance.equals(WEB) ? 0.4 : 0.6;
    return base + 0.2 * Math.sin(phase) + 0.02 * noise(instance, time, 1);
  }

  /** Memory follows cpu. */
  public static double memory(Labels instance, Instant time) {
    return 1e6 * (1 + cpu(instance, time)) + 1e4 * noise(instance, time, 2);
  }

  /** Between -1 and 1. */
  private static double noise(Labels instance, Instant time, int feature) {
    int hash = Objects.hash(instance.get("instance"), time.getEpochSecond(), feature) * 0x9E3779B9;
    return (hash >> 8) / (double) (1 << 23);
  }

  /** Both hosts up to a time. */
  public static Frame frame(Instant end, int rows) {
    return frame(List.of(DB, WEB), end, rows);
  }

  /** Hosts up to a time. */
  public static Frame frame(List<Labels> instances, Instant end, int rows) {
    TimeRange range = TimeRange.endingAt(end, Duration.ofMinutes(1), rows);
    List<float[]> tables = new ArrayList<>();
    for (Labels instance : instances) {
      float[] table = new float[rows * 2];
      for (int row = 0; row < rows; row++) {
        table[2 * row] = (float) cpu(instance, range.at(row));
        table[2 * row + 1] = (float) memory(instance, range.at(row));
      }
      tables.add(table);
    }
    return new Frame(range, List.of("cpu", "memory"), instances, tables);
  }

  /** The window a scoring run would see at {@link #NOW}. */
  public static Frame window(DetectorConfig config) {
    return frame(NOW, AutoencoderDetector.rowsBefore(config.features()) + 1);
  }

  /** Trained on the four hours before {@link #NOW}. */
  public static TrainedDetector train(DetectorConfig config) {
    Duration length = config.history().length();
    int rows = (int) length.dividedBy(config.timing().step()) + config.features().lagRows();
    return Objects.requireNonNull(
        training(config)
            .trainAll(
                frame(NOW, rows),
                Map.of(WEB, length, DB, length),
                null,
                NOW,
                TrainingProgress.SILENT)
            .detector());
  }

  /** Trains a detector of another kind on 240 rows. */
  public static TrainedDetector train(DetectorKind kind) {
    DetectorTraining small = training(config());
    return Objects.requireNonNull(
        new DetectorTraining(kind, small.features(), small.options())
            .trainAll(frame(NOW, 240), Map.of(), null, NOW, TrainingProgress.SILENT)
            .detector());
  }

  /** Trained as by {@link #train}, ready to score. */
  public static Detector open(DetectorConfig config, TrainedDetector trained) {
    return training(config).open(trained);
  }

  /** The kind of the detector, with another format of its weights. */
  public static DetectorKind kind(AutoencoderFormat format) {
    return new AutoencoderKind(new TensorFlowTrainer(), format, InferenceChoice.AUTO);
  }

  public static DetectorTraining training(DetectorConfig config) {
    return config.training();
  }

  public static Provenance provenance(DetectorConfig config, Instant createdAt) {
    return new Provenance(
        createdAt,
        createdAt,
        "0.1.0",
        "17",
        createdAt.minus(config.history().length()),
        createdAt,
        config.timing().step(),
        Duration.ofMinutes(1),
        config.model().training());
  }

  public static Schema schema(DetectorConfig config) {
    return schema(config, config.features());
  }

  public static Schema schema(DetectorConfig config, FeatureSet features) {
    return new Schema(features, config.model().layers(), Duration.ofMinutes(1));
  }
}
