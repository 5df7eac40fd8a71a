package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.acceptance.Acceptance;
import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides for each instance whether the newly trained model replaces the previous model. */
final class ModelAcceptance {
  private static final Logger LOGGER = LoggerFactory.getLogger(ModelAcceptance.class);

  private final String name;
  private final DetectorTraining training;

  /**
   * @param name of the detector
   */
  ModelAcceptance(String name, DetectorTraining training) {
    this.name = name;
    this.training = training;
  }

  /**
   * The detector to activate.
   *
   * @param refused instances that keep their previous model, with the reason
   */
  record Accepted(TrainedDetector detector, Map<Labels, String> refused) {}

  /**
   * Returns the trained detector, with the rows of the active detector for instances whose new row
   * is worse by {@link Acceptance}. The fleet's row is always taken from the new detector: no
   * instance uses it for long.
   *
   * @param serving the active detector; null without one
   * @param history the history it was trained on
   */
  Accepted take(TrainedDetector retrained, @Nullable TrainedDetector serving, Frame history) {
    if (serving == null) {
      return new Accepted(retrained, Map.of());
    }
    Map<Labels, String> refused = new TreeMap<>();
    try (Detector before = training.open(serving);
        Detector after = training.open(retrained)) {
      Set<Labels> trainedBefore = serving.rowOfInstance().keySet();
      Set<Labels> trainedNow = retrained.rowOfInstance().keySet();
      for (int i = 0; i < history.instances().size(); i++) {
        Labels instance = history.instances().get(i);
        if (trainedBefore.contains(instance) && trainedNow.contains(instance)) {
          Acceptance.refusal(before, after, training.rowsBefore(), training.features(), history, i)
              .ifPresent(reason -> refused.put(instance, reason));
        }
      }
    }
    refused.forEach(
        (instance, reason) ->
            LOGGER.warn(
                "detector {}: {} keeps the previous model because the new model is worse: {}",
                name,
                instance,
                reason));
    return new Accepted(retrained.with(serving.refusing(refused), refused.keySet()), refused);
  }
}
