package io.github.anomalyexporter.core.detector;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A fold of the cross-validation by instance of the fleet's model. The model scores instances it
 * was not trained on, so its errors are measured on instances that are held out.
 *
 * @param others pooled rows of all other instances, to train on
 * @param heldOut pooled rows of the instances held out
 */
public record FleetFold(InstanceHistory others, InstanceHistory heldOut) {
  /** Each fold needs one more training, independent of the number of instances. */
  private static final int MOST_FOLDS = 5;

  /**
   * Divides a fleet into folds. Neighbours by name, which often do the same work, are in different
   * folds, because the fleet mostly contains instances similar to a new one.
   *
   * @param histories sorted by instance
   * @return empty for a fleet of one instance
   */
  public static List<FleetFold> of(List<InstanceHistory> histories) {
    int folds = Math.min(MOST_FOLDS, histories.size());
    List<FleetFold> all = new ArrayList<>();
    for (int fold = 0; fold < folds && folds > 1; fold++) {
      all.add(
          new FleetFold(
              InstanceHistory.pool(chosen(histories, fold, folds, false)),
              InstanceHistory.pool(chosen(histories, fold, folds, true))));
    }
    return all;
  }

  private static List<InstanceHistory> chosen(
      List<InstanceHistory> histories, int fold, int folds, boolean inFold) {
    return IntStream.range(0, histories.size())
        .filter(i -> (i % folds == fold) == inFold)
        .mapToObj(histories::get)
        .toList();
  }
}
