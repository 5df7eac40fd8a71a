package io.github.anomalyexporter.server.store;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.core.detector.KnownInstance;
import io.github.anomalyexporter.core.score.ThresholdRaise;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.files.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code instances.json}: what is known of the instances of a detector across a restart. */
final class KnownInstances {
  private static final String FILE = "instances.json";

  /**
   * @param thresholdRaise null without a raise, and in a file of version 0.1.0
   */
  private record Known(
      Map<String, String> labels, Instant seenAt, @Nullable ThresholdRaise thresholdRaise) {
    Known {
      labels = Map.copyOf(labels);
      Objects.requireNonNull(seenAt);
    }

    static Known of(Labels instance, KnownInstance known) {
      ThresholdRaise raise = known.raise();
      return new Known(instance.asMap(), known.seenAt(), raise.hasNoEffect() ? null : raise);
    }

    KnownInstance known() {
      return new KnownInstance(
          seenAt, thresholdRaise == null ? ThresholdRaise.NONE : thresholdRaise);
    }
  }

  private KnownInstances() {}

  /**
   * Reads the file. An unreadable file counts as empty: the next run finds all instances except
   * vanished ones.
   */
  static Map<Labels, KnownInstance> read(Path directory, ObjectMapper json) {
    Map<Labels, KnownInstance> known = new HashMap<>();
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return known;
    }
    try {
      List<Known> all = json.readValue(file.toFile(), new TypeReference<List<Known>>() {});
      if (all != null && !all.contains(null)) {
        all.forEach(one -> known.put(Labels.of(one.labels()), one.known()));
      }
    } catch (IOException e) {
      return new HashMap<>();
    }
    return known;
  }

  static void write(Path directory, ObjectMapper json, Map<Labels, KnownInstance> known) {
    List<Known> all =
        known.entrySet().stream().map(entry -> Known.of(entry.getKey(), entry.getValue())).toList();
    try {
      DurableFiles.replace(directory.resolve(FILE), json.writeValueAsString(all));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
