package io.github.anomalyexporter.server.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.TrainingPlan;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.exemption.LeftOut;
import io.github.anomalyexporter.server.failure.FailureReason;
import io.github.anomalyexporter.server.files.DurableFiles;
import io.github.anomalyexporter.server.store.Manifest.Provenance;
import io.github.anomalyexporter.server.store.ModelStore.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Blocks that a training has completed, in {@code <storage>/<detector>/.training/}, so that an
 * interrupted training resumes with the next block. A block exists completely or not at all. For
 * one thread at a time.
 */
public final class UnfinishedTraining {
  private static final Logger LOGGER = LoggerFactory.getLogger(UnfinishedTraining.class);

  private static final String DIRECTORY = ".training";
  private static final String TRAINING = "training.json";
  private static final String BLOCK = "block.json";
  private static final String UNFINISHED = ".unfinished";

  private final ModelStore store;
  private final Path directory;
  private final ModelFiles files;
  private int blocks;

  /**
   * What a training depends on: blocks of another training are of no use.
   *
   * @param base version of the active model; null without one
   * @param features fingerprint of the features
   */
  public record TrainingKey(
      TrainingPlan.Kind kind,
      @Nullable String base,
      String features,
      List<Integer> layers,
      Duration rateWindow,
      TrainingOptions options) {
    public TrainingKey {
      layers = List.copyOf(layers);
    }
  }

  /** The file {@code training.json}. */
  private record Begun(TrainingKey key, Instant startedAt) {
    Begun {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(startedAt, "started_at");
    }
  }

  private record Reason(Map<String, String> instance, String reason) {
    Reason {
      instance = Map.copyOf(instance);
      Objects.requireNonNull(reason, "reason");
    }

    static List<Reason> all(Map<Labels, String> reasons) {
      return reasons.entrySet().stream()
          .map(entry -> new Reason(entry.getKey().asMap(), entry.getValue()))
          .toList();
    }

    static Map<Labels, String> byInstance(List<Reason> reasons) {
      return reasons.stream()
          .collect(Collectors.toMap(it -> Labels.of(it.instance()), Reason::reason));
    }
  }

  /** The file {@code block.json}. */
  private record Block(
      List<Map<String, String>> instances,
      Provenance provenance,
      boolean trained,
      List<Reason> untrained,
      List<Reason> refused) {
    Block {
      instances = List.copyOf(instances);
      Objects.requireNonNull(provenance, "provenance");
      untrained = List.copyOf(untrained);
      refused = List.copyOf(refused);
    }
  }

  /** A training that was begun earlier. */
  public record Resumed(Instant startedAt, List<TrainedBlock> blocks) {
    public Resumed {
      blocks = List.copyOf(blocks);
    }
  }

  UnfinishedTraining(ModelStore store, Path detector, ModelFiles files) {
    this.store = store;
    this.directory = detector.resolve(DIRECTORY);
    this.files = files;
  }

  /**
   * Returns the completed blocks of a training with the same key, and removes those of any other
   * training. Blocks that cannot be read are trained again.
   *
   * @param notBefore trainings that began earlier are not resumed: their history is too old
   * @throws ModelStoreException if other blocks cannot be removed
   */
  public Resumed resume(TrainingKey key, Schema schema, Instant notBefore, Instant now) {
    List<TrainedBlock> found = new ArrayList<>();
    Instant startedAt = now;
    try {
      Begun begun = begun();
      if (begun != null
          && begun.key().equals(key)
          && !begun.startedAt().isBefore(notBefore)
          && !begun.startedAt().isAfter(now)) {
        for (Path block : blocks()) {
          found.add(read(block, schema));
        }
        startedAt = begun.startedAt();
      }
    } catch (IOException | IllegalArgumentException | ModelStoreException e) {
      LOGGER.warn("{}: the training starts again: {}", directory, FailureReason.of(e));
      found.clear();
      startedAt = now;
    }
    if (found.isEmpty()) {
      remove();
    }
    blocks = found.size();
    return new Resumed(startedAt, found);
  }

  private @Nullable Begun begun() throws IOException {
    Path file = directory.resolve(TRAINING);
    return Files.isRegularFile(file) ? ModelFiles.JSON.readValue(file.toFile(), Begun.class) : null;
  }

  private List<Path> blocks() throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths
          .filter(Files::isDirectory)
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  private TrainedBlock read(Path block, Schema schema) throws IOException {
    Block read = ModelFiles.JSON.readValue(block.resolve(BLOCK).toFile(), Block.class);
    TrainedDetector detector = null;
    Map<Labels, LeftOut> leftOut = Map.of();
    if (read.trained()) {
      LoadedModel model = files.load(block, ModelFiles.readManifest(block), schema);
      detector = model.trained();
      leftOut = model.manifest().leftOutByInstance();
    }
    return new TrainedBlock(
        read.instances().stream().map(Labels::of).toList(),
        detector,
        read.provenance(),
        Reason.byInstance(read.untrained()),
        Reason.byInstance(read.refused()),
        leftOut);
  }

  /**
   * Stores a completed block.
   *
   * @param startedAt begin of the training
   * @throws ModelStoreException if it cannot be written
   */
  public void add(TrainingKey key, Instant startedAt, TrainedBlock block) {
    store.requireLock();
    Path unfinished = directory.resolve(UNFINISHED);
    try {
      Files.createDirectories(directory);
      ObjectMapper json = ModelFiles.JSON;
      if (blocks == 0) {
        DurableFiles.replace(
            directory.resolve(TRAINING), json.writeValueAsString(new Begun(key, startedAt)));
      }
      if (Files.exists(unfinished)) {
        DurableFiles.delete(unfinished);
      }
      write(Files.createDirectory(unfinished), block);
      DurableFiles.publish(unfinished, directory.resolve(name(blocks)));
      blocks++;
    } catch (IOException e) {
      throw new ModelStoreException(
          directory, "a block of the training could not be saved: " + FailureReason.of(e), e);
    }
  }

  private void write(Path target, TrainedBlock block) throws IOException {
    TrainedDetector detector = block.detector();
    Files.write(
        target.resolve(BLOCK),
        ModelFiles.JSON.writeValueAsBytes(
            new Block(
                block.instances().stream()
                    .map(it -> (Map<String, String>) new TreeMap<>(it.asMap()))
                    .toList(),
                block.provenance(),
                detector != null,
                Reason.all(block.untrained()),
                Reason.all(block.refused()))));
    if (detector != null) {
      Manifest manifest =
          store.manifest(name(blocks), detector, block.provenance(), block.leftOut());
      files.write(target, manifest, detector);
    }
  }

  private static String name(int block) {
    return String.format(Locale.ROOT, "block-%06d", block);
  }

  /**
   * Removes all blocks, after the training has ended.
   *
   * @throws ModelStoreException if they cannot be removed
   */
  public void remove() {
    try {
      if (Files.exists(directory)) {
        DurableFiles.delete(directory);
      }
    } catch (IOException e) {
      throw new ModelStoreException(directory, "cannot be removed: " + FailureReason.of(e), e);
    }
    blocks = 0;
  }
}
