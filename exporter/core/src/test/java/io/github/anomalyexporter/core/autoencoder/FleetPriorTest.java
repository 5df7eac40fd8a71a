package io.github.anomalyexporter.core.autoencoder;

import static io.github.anomalyexporter.core.autoencoder.TestStacks.all;
import static io.github.anomalyexporter.core.autoencoder.TestStacks.trained;
import static io.github.anomalyexporter.core.detector.TestFrames.CACHE;
import static io.github.anomalyexporter.core.detector.TestFrames.DB;
import static io.github.anomalyexporter.core.detector.TestFrames.END;
import static io.github.anomalyexporter.core.detector.TestFrames.WEB;
import static io.github.anomalyexporter.core.detector.TestFrames.frame;
import static io.github.anomalyexporter.core.detector.TestFrames.noise;
import static io.github.anomalyexporter.core.detector.TestFrames.noisy;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.ModelOptions;
import io.github.anomalyexporter.core.detector.TestKind;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.core.series.Labels;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class FleetPriorTest {
  private static final FeatureSet FEATURES = TestFeatures.of("cpu", "disk");

  /** A host whose errors have a few large peaks. */
  private static final Frame JOINING =
      frame(FEATURES, 400, (host, row, column) -> noise(row % 97 == 0 ? 3 : 0, row, column), CACHE);

  private static DetectorTraining training(Function<Labels, ThresholdOptions> threshold) {
    ModelOptions options = TestKind.OPTIONS;
    return new DetectorTraining(
        TestStacks.training(FEATURES, new MeanTrainer()).kind(),
        FEATURES,
        new ModelOptions(options.layers(), options.training(), threshold, options.minCoverage()));
  }

  private static AutoencoderStack joined(DetectorTraining training, AutoencoderStack fleet) {
    return trained(
        training.trainInto(fleet, JOINING, Map.of(), END.plusSeconds(60), TrainingProgress.SILENT));
  }

  private static Calibration of(AutoencoderStack stack, Labels instance) {
    int row = Objects.requireNonNull(stack.rowOfInstance().get(instance));
    return stack.instances().get(row).calibration();
  }

  @Test
  void the_threshold_of_a_joining_host_is_moved_to_that_of_the_others() {
    DetectorTraining training = training(instance -> ThresholdOptions.DEFAULT);
    AutoencoderStack fleet = trained(all(training, noisy(FEATURES, 500, WEB, DB), null));
    double alone = of(trained(all(training, JOINING, null)), CACHE).threshold();

    Calibration joined = of(joined(training, fleet), CACHE);

    assertThat(joined.threshold()).isBetween(of(fleet, WEB).threshold(), 0.8 * alone);
    assertThat(joined.reason()).contains("the usual threshold of the fleet");
  }

  @Test
  void a_retrained_host_is_not_moved_to_its_former_threshold() {
    DetectorTraining training = training(instance -> ThresholdOptions.DEFAULT);
    AutoencoderStack fleet = trained(all(training, noisy(FEATURES, 500, WEB, DB), null));
    AutoencoderStack first = joined(training, fleet);

    AutoencoderStack second = joined(training, first);

    assertThat(of(second, CACHE)).isEqualTo(of(first, CACHE));
  }

  @Test
  void a_host_with_another_budget_keeps_its_own_threshold() {
    DetectorTraining training =
        training(
            instance ->
                instance.equals(CACHE)
                    ? ThresholdOptions.DEFAULT.withFalseAlarmsPerDay(24.0)
                    : ThresholdOptions.DEFAULT);
    AutoencoderStack fleet = trained(all(training, noisy(FEATURES, 500, WEB, DB), null));

    Calibration joined = of(joined(training, fleet), CACHE);

    assertThat(joined.reason()).contains("halfway to the common level").doesNotContain("usual");
  }
}
