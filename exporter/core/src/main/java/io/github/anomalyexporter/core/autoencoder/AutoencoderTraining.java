package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.detector.FleetFold;
import io.github.anomalyexporter.core.detector.InstanceHistory;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.detector.Training;
import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.AutoencoderTrainer;
import io.github.anomalyexporter.core.model.Inference;
import io.github.anomalyexporter.core.model.TrainedAutoencoder;
import io.github.anomalyexporter.core.score.GeneralizedPareto;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Trains autoencoders: fits scalers and forecasts, trains all instances in one stack, and
 * calibrates thresholds on rows by forecasts that were not fitted to these rows. For one thread at
 * a time.
 */
public final class AutoencoderTraining {
  private final AutoencoderTrainer trainer;
  private final Inference inference;

  /**
   * @param inference runs the trained networks to calibrate their thresholds
   */
  public AutoencoderTraining(AutoencoderTrainer trainer, Inference inference) {
    this.trainer = trainer;
    this.inference = inference;
  }

  /**
   * Trains as described in {@link DetectorKind#train}.
   *
   * @return null if no row could be trained, or the fleet's could not
   */
  public @Nullable AutoencoderStack train(Training training, @Nullable TrainedDetector into) {
    if (into != null) {
      AutoencoderStack stack = AutoencoderStack.of(into);
      GeneralizedPareto fleetTail = stack.instances().get(0).calibration().tailExcess();
      StackRows rows = train(training, training.histories(), List.of(), fleetTail);
      return rows.rows().isEmpty() ? null : stack.with(rows.moved(prior(training, stack)));
    }
    List<InstanceHistory> histories = training.histories();
    List<InstanceHistory> stack = new ArrayList<>();
    stack.add(InstanceHistory.pool(histories));
    stack.addAll(histories);
    StackRows rows = train(training, stack, FleetFold.of(histories), null);
    return training.leftOut().containsKey(TrainedInstance.FLEET)
        ? null
        : new AutoencoderStack(
            training.features(),
            histories.size(),
            rows.weights(),
            rows.moved(prior(training, rows)).rows());
  }

  /** Returns the usual thresholds of other instances than those that are trained. */
  private static FleetPrior prior(Training training, AutoencoderStack others) {
    return new FleetPrior(
        others.instances(),
        training.options().threshold(),
        training.histories().stream().map(InstanceHistory::instance).collect(Collectors.toSet()));
  }

  /** Returns the usual thresholds of the instances that were trained. */
  private static FleetPrior prior(Training training, StackRows trained) {
    return new FleetPrior(
        trained.rows().stream().map(AutoencoderRow::trained).toList(),
        training.options().threshold(),
        Set.of());
  }

  private StackRows train(
      Training training,
      List<InstanceHistory> stack,
      List<FleetFold> folds,
      @Nullable GeneralizedPareto knownFleetTail) {
    StackFit fit = new StackFit(training, stack, folds);
    TrainedAutoencoder trained =
        trainer.train(
            new Architecture(training.features().size(), training.options().layers()),
            fit.trainingRows(),
            training.options().training(),
            training.progress());
    List<AutoencoderRow> instances = new ArrayList<>();
    List<Integer> accepted = new ArrayList<>();
    GeneralizedPareto fleetTail = knownFleetTail;
    try (Autoencoder autoencoder = inference.open(trained.weights())) {
      for (int row = 0; row < fit.size(); row++) {
        AutoencoderRow instance = fit.calibrated(row, trained, autoencoder, fleetTail);
        if (instance == null) {
          continue;
        }
        if (instance.trained().instance().equals(TrainedInstance.FLEET)) {
          fleetTail = instance.trained().calibration().tailExcess();
        }
        instances.add(instance);
        accepted.add(row);
      }
    }
    int[] rows = accepted.stream().mapToInt(Integer::intValue).toArray();
    return new StackRows(trained.weights().select(rows), instances);
  }
}
