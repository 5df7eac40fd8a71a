package io.github.anomalyexporter.server.store;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.files.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** {@code instances.json}: instances recently found by a detector. */
final class KnownInstances {
  private static final String FILE = "instances.json";

  private record Known(Map<String, String> labels, Instant seenAt) {
    Known {
      labels = Map.copyOf(labels);
      Objects.requireNonNull(seenAt);
    }
  }

  private KnownInstances() {}

  /**
   * Reads the file. An unreadable file counts as empty: the next run finds all instances except
   * vanished ones.
   */
  static Map<Labels, Instant> read(Path directory, ObjectMapper json) {
    Map<Labels, Instant> known = new HashMap<>();
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return known;
    }
    try {
      List<Known> all = json.readValue(file.toFile(), new TypeReference<List<Known>>() {});
      if (all != null && !all.contains(null)) {
        all.forEach(one -> known.put(Labels.of(one.labels()), one.seenAt()));
      }
    } catch (IOException e) {
      return new HashMap<>();
    }
    return known;
  }

  static void write(Path directory, ObjectMapper json, Map<Labels, Instant> known)
      throws IOException {
    List<Known> all =
        known.entrySet().stream()
            .map(entry -> new Known(entry.getKey().asMap(), entry.getValue()))
            .toList();
    DurableFiles.replace(directory.resolve(FILE), json.writeValueAsString(all));
  }
}
