package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Frames of hosts whose features are simple functions of the row. */
public final class TestFrames {
  public static final Instant END = Instant.parse("2026-03-02T10:00:00Z");
  public static final Labels WEB = host("web");
  public static final Labels DB = host("db");
  public static final Labels CACHE = host("cache");

  private TestFrames() {}

  /** The value of one cell. */
  public interface Cells {
    float at(int instance, int row, int column);
  }

  public static Labels host(String name) {
    return Labels.of("instance", name);
  }

  /** Between level and level + 1, in an order without period. */
  public static float noise(float level, int row, int column) {
    double mixed = Math.sin(12.9898 * row + 78.233 * column) * 43758.5453;
    return (float) (level + mixed - Math.floor(mixed));
  }

  /** All hosts and columns noisy around 0.5. */
  public static Frame noisy(FeatureSet features, int rows, Labels... instances) {
    return frame(features, rows, (instance, row, column) -> noise(0, row, column), instances);
  }

  public static Frame frame(FeatureSet features, int rows, Cells cells, Labels... instances) {
    int width = features.features().size();
    List<float[]> tables = new ArrayList<>();
    for (int instance = 0; instance < instances.length; instance++) {
      float[] table = new float[rows * width];
      for (int i = 0; i < table.length; i++) {
        table[i] = cells.at(instance, i / width, i % width);
      }
      tables.add(table);
    }
    TimeRange range = TimeRange.endingAt(END, TestFeatures.STEP, rows);
    return new Frame(range, features.queriedNames(), List.of(instances), tables);
  }
}
