package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.TrainingPlan.Kind;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.LeftOut;
import io.github.anomalyexporter.server.store.LoadedModel;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.Manifest.Provenance;
import io.github.anomalyexporter.server.store.ModelStore;
import io.github.anomalyexporter.server.store.ModelStore.Schema;
import io.github.anomalyexporter.server.store.TrainedBlock;
import io.github.anomalyexporter.server.store.UnfinishedTraining;
import io.github.anomalyexporter.server.store.UnfinishedTraining.Resumed;
import io.github.anomalyexporter.server.store.UnfinishedTraining.TrainingKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes trainings in this process, block by block, so that the memory is bounded by the size of
 * a block. With several blocks each completed one is stored, and an interrupted training resumes.
 */
public final class BlockTraining implements TrainingWork {
  private static final Logger LOGGER = LoggerFactory.getLogger(BlockTraining.class);

  private final RunningDetector detector;
  private final DetectorState state;
  private final DetectorTraining training;
  private final ModelStore store;
  private final StageTimer stages;
  private final Clocks clocks;
  private final TrainingSize size;

  /**
   * @param size of the blocks
   */
  public BlockTraining(
      RunningDetector detector,
      DetectorTraining training,
      ModelStore store,
      RunObserver observer,
      Clocks clocks,
      TrainingSize size) {
    this.detector = detector;
    this.state = detector.state();
    this.training = training;
    this.store = store;
    this.stages =
        new StageTimer(state.config().name(), RunKind.TRAINING, observer, clocks.nanoTime());
    this.clocks = clocks;
    this.size = size;
  }

  @Override
  public TrainedModel run(TrainingTask task, PastSamples past, TrainingWatch watch)
      throws InterruptedException {
    training.kind().requireRuntime();
    Instant now = clocks.wall().instant();
    UnfinishedTraining unfinished = store.unfinished();
    TrainingKey key = key(task, past);
    Resumed resumed =
        unfinished.resume(
            key, schema(past), now.minus(state.config().history().trainingInterval()), now);
    Blocks blocks = new Blocks(task, resumed, watch);
    int most = size.instances(training, blocks.remaining.size(), state);
    List<List<Labels>> divided = TrainingBlocks.of(blocks.remaining, most);
    boolean several = divided.size() > 1 || !resumed.blocks().isEmpty();
    blocks.begin(divided.size());
    BlockWork work =
        new BlockWork(detector, training, stages, clocks.wall(), task, past, epochs(watch));
    BlockPool pool = new BlockPool(state.config().name(), size.threads(), size.pause());
    pool.run(
        divided,
        blocks.base(state.model().trained()),
        (instances, into) -> work.train(instances, into, !several),
        block -> {
          if (several) {
            unfinished.add(key, resumed.startedAt(), block);
          }
          blocks.add(block);
        });
    if (divided.size() > 1) {
      work.requireFeatures();
    }
    TrainedModel trained = joined(task, blocks, pool.failed(), work.samples());
    unfinished.remove();
    return trained;
  }

  private static TrainingProgress epochs(TrainingWatch watch) {
    return (epoch, epochs, loss) -> {
      watch.epoch(epoch, epochs, loss);
      return true;
    };
  }

  private TrainingKey key(TrainingTask task, PastSamples past) {
    DetectorConfig config = state.config();
    return new TrainingKey(
        task.plan().kind(),
        state.model().manifest().map(Manifest::version).orElse(null),
        config.features().fingerprint(),
        config.model().layers(),
        past.rateWindow(),
        config.model().training());
  }

  private Schema schema(PastSamples past) {
    DetectorConfig config = state.config();
    return new Schema(config.features(), config.model().layers(), past.rateWindow());
  }

  /** Blocks of a training, those of an interrupted training included. */
  private final class Blocks {
    private final TrainingTask task;
    private final TrainingWatch watch;
    private final Instant startedAt;
    private final List<TrainedBlock> done;
    private final List<Labels> remaining;
    private int all;
    private int instancesDone;

    Blocks(TrainingTask task, Resumed resumed, TrainingWatch watch) {
      this.task = task;
      this.watch = watch;
      this.startedAt = resumed.startedAt();
      this.done = new ArrayList<>(resumed.blocks());
      Set<Labels> trained = new HashSet<>();
      done.forEach(block -> trained.addAll(block.instances()));
      this.remaining =
          task.plan().instances().stream().filter(it -> !trained.contains(it)).sorted().toList();
    }

    void begin(int blocks) {
      all = done.size() + blocks;
      instancesDone = task.plan().instances().size() - remaining.size();
      LOGGER.info(
          "detector {}: training {} of {} instances{}{}",
          state.config().name(),
          task.plan().instances().size(),
          task.all(),
          all == 1 ? "" : " in " + all + " blocks",
          done.isEmpty()
              ? ""
              : "; resumes the training of " + startedAt + " after block " + done.size());
      report();
    }

    void add(TrainedBlock block) {
      done.add(block);
      instancesDone += block.instances().size();
      report();
    }

    private void report() {
      watch.blocks(
          new BlockProgress(done.size(), all, instancesDone, task.plan().instances().size()));
    }

    /** Returns the detector whose fleet's row the remaining blocks keep; null without one. */
    @Nullable TrainedDetector base(@Nullable TrainedDetector serving) {
      if (task.plan().kind() == Kind.SOME && serving != null) {
        return serving;
      }
      for (TrainedBlock block : done) {
        if (block.detector() != null) {
          return block.detector();
        }
      }
      return null;
    }
  }

  /** Joins the rows of all blocks and stores them. */
  private TrainedModel joined(
      TrainingTask task, Blocks blocks, Map<Labels, String> failed, long samples)
      throws InterruptedException {
    Map<Labels, String> untrained = new HashMap<>();
    Map<Labels, String> refused = new HashMap<>();
    Map<Labels, LeftOut> leftOut =
        new HashMap<>(state.model().manifest().map(Manifest::leftOutByInstance).orElse(Map.of()));
    TrainedDetector serving = state.model().trained();
    TrainedDetector joined = task.plan().kind() == Kind.SOME ? serving : null;
    Provenance provenance = null;
    for (TrainedBlock block : blocks.done) {
      untrained.putAll(block.untrained());
      refused.putAll(block.refused());
      leftOut.putAll(block.leftOut());
      TrainedDetector trained = block.detector();
      if (trained != null) {
        joined = joined == null ? trained : joined.with(trained, trained.rowOfInstance().keySet());
        provenance = provenance == null ? block.provenance() : provenance;
      }
    }
    untrained.forEach(this::warn);
    if (joined == null || provenance == null) {
      return new TrainedModel(task.plan(), null, untrained, failed, refused, samples);
    }
    if (serving != null) {
      Set<Labels> kept = new HashSet<>(untrained.keySet());
      kept.addAll(failed.keySet());
      joined = joined.with(serving, kept);
    }
    LoadedModel stored = stored(joined, provenance, leftOut);
    return new TrainedModel(task.plan(), stored, untrained, failed, refused, samples);
  }

  private LoadedModel stored(
      TrainedDetector joined, Provenance provenance, Map<Labels, LeftOut> leftOut)
      throws InterruptedException {
    return new LoadedModel(
        stages.time(
            "store",
            () -> store.save(joined, provenance.withCreatedAt(clocks.wall().instant()), leftOut)),
        joined);
  }

  private void warn(Labels instance, String reason) {
    LOGGER.warn("detector {}: {} not trained: {}", state.config().name(), instance, reason);
  }
}
