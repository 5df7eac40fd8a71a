package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.series.Labels;
import java.util.ArrayList;
import java.util.List;

/** Division of the instances of a training into blocks of about the same size. */
final class TrainingBlocks {
  private TrainingBlocks() {}

  /**
   * Returns the blocks. Neighbours by name, which often do the same work, are in different blocks,
   * so that each block is a sample of the fleet: the fleet's model is trained on the first.
   *
   * @param instances sorted
   * @param most instances of a block, at least 1
   */
  static List<List<Labels>> of(List<Labels> instances, int most) {
    int count = (instances.size() + most - 1) / most;
    List<List<Labels>> blocks = new ArrayList<>();
    for (int block = 0; block < count; block++) {
      List<Labels> members = new ArrayList<>();
      for (int i = block; i < instances.size(); i += count) {
        members.add(instances.get(i));
      }
      blocks.add(List.copyOf(members));
    }
    return blocks;
  }
}
