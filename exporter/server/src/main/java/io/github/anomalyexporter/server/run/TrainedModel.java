package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.TrainingPlan;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.run.Trainings.Report;
import io.github.anomalyexporter.server.run.Trainings.Result;
import io.github.anomalyexporter.server.store.LoadedModel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a training made of a history.
 *
 * @param model the stored model; null if no instance could be trained
 * @param untrained instances that could not be trained, with the reason
 * @param failed instances whose history could not be queried, with the reason
 * @param refused instances that keep their previous model, with the reason
 * @param samples number of samples of the history
 */
public record TrainedModel(
    TrainingPlan plan,
    @Nullable LoadedModel model,
    Map<Labels, String> untrained,
    Map<Labels, String> failed,
    Map<Labels, String> refused,
    long samples) {
  private static final int LONGEST_REASON = 300;

  public TrainedModel {
    untrained = Map.copyOf(untrained);
    failed = Map.copyOf(failed);
    refused = Map.copyOf(refused);
  }

  /** Returns the trained detector; null if no instance could be trained. */
  public @Nullable TrainedDetector detector() {
    return model == null ? null : model.trained();
  }

  Report report() {
    int trained = plan.instances().size() - untrained.size() - failed.size();
    if (model == null) {
      String why =
          plan.instances().isEmpty()
              ? "no instance has min_history of history"
              : reason("not trained", untrained);
      return new Report(Result.NOT_TRAINED, why, null, 0, 0);
    }
    boolean kept = !refused.isEmpty() && refused.size() >= trained;
    return new Report(
        kept ? Result.KEPT : Result.ACCEPTED,
        why(),
        model.manifest().version(),
        trained,
        refused.size());
  }

  private @Nullable String why() {
    if (!failed.isEmpty()) {
      return reason("could not be read and keep their previous model", failed);
    }
    return refused.isEmpty()
        ? reason("not trained", untrained)
        : reason("keep the previous model", refused);
  }

  /** Returns a sentence about the instances, with the reason of the first; null without any. */
  static @Nullable String reason(String what, Map<Labels, String> reasons) {
    return reasons.entrySet().stream()
        .min(Map.Entry.comparingByKey())
        .map(
            first ->
                "%s instances %s; %s: %s"
                    .formatted(reasons.size(), what, first.getKey(), shortened(first.getValue())))
        .orElse(null);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "...";
  }
}
