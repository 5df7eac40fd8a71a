package io.github.anomalyexporter.core.detector;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A part of the fleet that is held out: what the fleet's model is for is hosts it has not learned
 * from, so how large its errors are on those has to be seen on hosts left out of training
 * (cross-validation by host).
 *
 * @param others the pooled rows of all other hosts, to be trained on
 * @param heldOut the pooled rows of the hosts left out
 */
public record FleetFold(InstanceHistory others, InstanceHistory heldOut) {
  /** Each costs one more training, however many hosts there are. */
  private static final int MOST_FOLDS = 5;

  /**
   * Divides a fleet. Neighbours by name, which often do the same work, go to different folds, as a
   * new host mostly has its like in the fleet already.
   *
   * @param histories sorted by instance
   * @return no fold for a fleet of one
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
