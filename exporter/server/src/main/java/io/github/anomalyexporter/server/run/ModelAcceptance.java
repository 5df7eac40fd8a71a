package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.evaluation.Acceptance;
import io.github.anomalyexporter.core.evaluation.AutoencoderDetector;
import io.github.anomalyexporter.core.evaluation.RowScorer;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which instances take what a training made of them, and which keep what they had. */
final class ModelAcceptance {
  private static final Logger LOGGER = LoggerFactory.getLogger(ModelAcceptance.class);

  private final DetectorState state;
  private final DetectorTraining training;

  ModelAcceptance(DetectorState state, DetectorTraining training) {
    this.state = state;
    this.training = training;
  }

  /**
   * The trained detector, with the rows of the one that serves for those instances whose new ones
   * are worse by {@link Acceptance}. The fleet's row is always the new one: no instance has it for
   * long.
   *
   * @param history that it was trained on
   */
  TrainedDetector take(TrainedDetector retrained, Frame history) {
    TrainedDetector serving = state.model().trained();
    if (serving == null) {
      return retrained;
    }
    Map<Labels, String> refused = new TreeMap<>();
    try (RowScorer before = scorer(serving);
        RowScorer after = scorer(retrained)) {
      Set<Labels> trainedBefore = serving.rowOfInstance().keySet();
      Set<Labels> trainedNow = retrained.rowOfInstance().keySet();
      for (int i = 0; i < history.instances().size(); i++) {
        Labels instance = history.instances().get(i);
        if (trainedBefore.contains(instance) && trainedNow.contains(instance)) {
          Acceptance.refusal(before, after, state.config().features(), history, i)
              .ifPresent(reason -> refused.put(instance, reason));
        }
      }
    }
    refused.forEach(
        (instance, reason) ->
            LOGGER.warn(
                "detector {}: {} keeps the model before, the new one is worse: {}",
                state.config().name(),
                instance,
                reason));
    return retrained.keeping(serving, refused);
  }

  private RowScorer scorer(TrainedDetector trained) {
    return AutoencoderDetector.scorer(
        new Detector(trained, training.open(trained), state.config().scoring().minCoverage()));
  }
}
