package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.DetectorTraining.Outcome;
import io.github.anomalyexporter.core.detector.TrainingPlan;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.run.Trainings.Report;
import io.github.anomalyexporter.server.run.Trainings.Result;
import io.github.anomalyexporter.server.store.Manifest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a training made of a history.
 *
 * @param manifest of the stored model, which is active; null if no instance could be trained
 * @param refused instances that keep their previous model, with the reason
 */
record TrainedModel(
    TrainingPlan plan, Outcome outcome, @Nullable Manifest manifest, Map<Labels, String> refused) {
  private static final int LONGEST_REASON = 300;

  Report report() {
    int trained = plan.instances().size() - outcome.leftOut().size();
    if (manifest == null) {
      String why =
          plan.instances().isEmpty()
              ? "no instance has min_history of history"
              : reason("not trained", outcome.leftOut());
      return new Report(Result.NOT_TRAINED, why, null, 0, 0);
    }
    boolean kept = !refused.isEmpty() && refused.size() >= trained;
    return new Report(
        kept ? Result.KEPT : Result.ACCEPTED,
        refused.isEmpty()
            ? reason("not trained", outcome.leftOut())
            : reason("keep the previous model", refused),
        manifest.version(),
        trained,
        refused.size());
  }

  /** Returns a sentence about the instances, with the reason of the first; null without any. */
  private static @Nullable String reason(String what, Map<Labels, String> reasons) {
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
