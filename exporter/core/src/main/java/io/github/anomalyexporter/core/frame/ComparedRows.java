package io.github.anomalyexporter.core.frame;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of a frame, compared with those of an earlier frame of the same phase. */
public final class ComparedRows implements RecentRows {
  private final Frame frame;
  private final int[] firstNew;

  /**
   * @param earlier of the same columns
   */
  public ComparedRows(Frame earlier, Frame frame) {
    this.frame = frame;
    this.firstNew = new int[frame.instances().size()];
    int gone = earlier.range().pointAt(frame.range().start().toEpochMilli());
    Map<Labels, Integer> indexes = new HashMap<>();
    for (int i = 0; i < earlier.instances().size(); i++) {
      indexes.put(earlier.instances().get(i), i);
    }
    for (int i = 0; i < firstNew.length; i++) {
      Integer index = indexes.get(frame.instances().get(i));
      firstNew[i] =
          index == null || gone < 0 ? 0 : firstNew(earlier.cells(index), gone, frame.cells(i));
    }
  }

  private int firstNew(float[] earlier, int gone, float[] cells) {
    int width = frame.columns().size();
    int from = gone * width;
    int common = Math.min(earlier.length - from, cells.length);
    int different = Arrays.mismatch(earlier, from, from + common, cells, 0, common);
    return (different < 0 ? common : different) / width;
  }

  @Override
  public TimeRange range() {
    return frame.range();
  }

  @Override
  public List<Labels> instances() {
    return frame.instances();
  }

  @Override
  public int firstNew(int instance) {
    return firstNew[instance];
  }

  @Override
  public void copyRow(int instance, int row, float[] cells) {
    frame.copyRow(instance, row, cells);
  }
}
