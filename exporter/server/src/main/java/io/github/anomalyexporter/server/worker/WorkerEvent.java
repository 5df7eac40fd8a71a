package io.github.anomalyexporter.server.worker;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.run.BlockProgress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** A line of the standard output of a training process. The last is the result or a failure. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = WorkerEvent.Progress.class, name = "progress"),
  @JsonSubTypes.Type(value = WorkerEvent.Stage.class, name = "stage"),
  @JsonSubTypes.Type(value = WorkerEvent.Request.class, name = "request"),
  @JsonSubTypes.Type(value = WorkerEvent.UnknownExemptions.class, name = "unknown_exemptions"),
  @JsonSubTypes.Type(value = WorkerEvent.Log.class, name = "log"),
  @JsonSubTypes.Type(value = WorkerEvent.Trained.class, name = "trained"),
  @JsonSubTypes.Type(value = WorkerEvent.Ready.class, name = "ready"),
  @JsonSubTypes.Type(value = WorkerEvent.Failed.class, name = "failed")
})
public sealed interface WorkerEvent {
  /** A block is completed, or the training has begun. */
  record Progress(BlockProgress blocks) implements WorkerEvent {}

  /** A stage of the training has ended. */
  record Stage(String name, Duration duration) implements WorkerEvent {}

  /**
   * A request to Prometheus has ended.
   *
   * @param failure name of a category; null if it succeeded
   */
  record Request(@Nullable String failure, Duration duration, long samples)
      implements WorkerEvent {}

  /** A source of exemptions is unknown for a part of the history. */
  record UnknownExemptions(String source) implements WorkerEvent {}

  /** A message of the log. */
  record Log(Level level, String logger, String message) implements WorkerEvent {}

  /** An instance and why it has no new model. */
  record Reason(Map<String, String> instance, String reason) {
    public Reason {
      instance = Map.copyOf(instance);
      Objects.requireNonNull(reason, "reason");
    }

    /** Returns a list of reasons. */
    public static List<Reason> all(Map<Labels, String> reasons) {
      return reasons.entrySet().stream()
          .map(entry -> new Reason(entry.getKey().asMap(), entry.getValue()))
          .toList();
    }

    static Map<Labels, String> byInstance(List<Reason> reasons) {
      return reasons.stream()
          .collect(Collectors.toMap(it -> Labels.of(it.instance()), Reason::reason));
    }
  }

  /**
   * The training has ended.
   *
   * @param version of the stored model; null if no instance could be trained
   */
  record Trained(
      @Nullable String version,
      List<Reason> untrained,
      List<Reason> failed,
      List<Reason> refused,
      long samples)
      implements WorkerEvent {
    public Trained {
      untrained = List.copyOf(untrained);
      failed = List.copyOf(failed);
      refused = List.copyOf(refused);
    }
  }

  /** The machine can train. */
  record Ready() implements WorkerEvent {}

  /**
   * The training has failed.
   *
   * @param category of {@code anomaly_exporter_run_failures_total}
   */
  record Failed(String category, String message) implements WorkerEvent {}
}
