package io.github.anomalyexporter.server.worker;

import io.github.anomalyexporter.core.detector.TrainingPlan;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.ConfigOrigin;
import io.github.anomalyexporter.server.run.TrainingTask;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a training process is asked for: the first line of its standard input, which stays open
 * until the exporter ends. Contains secrets of the configuration: not to be logged.
 *
 * @param configName name of the configuration file, in messages
 * @param configDirectory against which paths in the configuration are resolved
 * @param config text of the configuration
 * @param prometheusUrl null without the flag
 * @param storagePath null without the flag
 * @param detector name of the detector
 * @param active version of the active model; null without one
 * @param samples copy of the samples of a detector without a Prometheus; null for the others
 * @param debug whether debug messages are wanted
 */
public record TrainingRequest(
    String configName,
    String configDirectory,
    String config,
    @Nullable String prometheusUrl,
    @Nullable String storagePath,
    String detector,
    @Nullable String active,
    @Nullable String samples,
    TrainingPlan.Kind kind,
    List<Instance> instances,
    int all,
    Instant end,
    boolean forget,
    boolean debug) {
  public TrainingRequest {
    Objects.requireNonNull(config, "config");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(end, "end");
    instances = List.copyOf(instances);
  }

  /** An instance to train, and the length of its history. */
  public record Instance(Map<String, String> labels, Duration length) {
    public Instance {
      labels = Map.copyOf(labels);
      Objects.requireNonNull(length, "length");
    }
  }

  static TrainingRequest of(
      ConfigOrigin origin,
      String detector,
      @Nullable String active,
      @Nullable Path samples,
      TrainingTask task,
      boolean debug) {
    URI url = origin.prometheusUrl();
    Path storage = origin.storagePath();
    return new TrainingRequest(
        origin.name(),
        origin.directory().toString(),
        origin.text(),
        url == null ? null : url.toString(),
        storage == null ? null : storage.toString(),
        detector,
        active,
        samples == null ? null : samples.toString(),
        task.plan().kind(),
        task.plan().instances().stream()
            .map(it -> new Instance(it.asMap(), task.lengths().getOrDefault(it, Duration.ZERO)))
            .toList(),
        task.all(),
        task.end(),
        task.forget(),
        debug);
  }

  /** Returns the origin of the configuration. */
  public ConfigOrigin origin() {
    return new ConfigOrigin(
        configName,
        Path.of(configDirectory),
        config,
        prometheusUrl == null ? null : URI.create(prometheusUrl),
        storagePath == null ? null : Path.of(storagePath));
  }

  /** Returns the training. */
  public TrainingTask task() {
    Map<Labels, Duration> lengths = new HashMap<>();
    instances.forEach(it -> lengths.put(Labels.of(it.labels()), it.length()));
    TrainingPlan plan =
        new TrainingPlan(
            kind, instances.stream().map(it -> Labels.of(it.labels())).sorted().toList());
    return new TrainingTask(plan, lengths, all, end, forget);
  }

  /** Without the configuration. */
  @Override
  public String toString() {
    return "TrainingRequest[" + detector + "]";
  }
}
