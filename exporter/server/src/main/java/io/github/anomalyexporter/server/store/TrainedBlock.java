package io.github.anomalyexporter.server.store;

import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.exemption.LeftOut;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Result of the training of a part of the instances.
 *
 * @param instances all instances of the block
 * @param detector the fleet's row and those of the trained instances; null if none was trained
 * @param provenance of the detector
 * @param untrained instances without a new model, with the reason
 * @param refused instances whose row is that of the previous model, with the reason
 * @param leftOut rows left out of the history, by trained instance
 */
public record TrainedBlock(
    List<Labels> instances,
    @Nullable TrainedDetector detector,
    Manifest.Provenance provenance,
    Map<Labels, String> untrained,
    Map<Labels, String> refused,
    Map<Labels, LeftOut> leftOut) {
  public TrainedBlock {
    instances = List.copyOf(instances);
    untrained = Map.copyOf(untrained);
    refused = Map.copyOf(refused);
    leftOut = Map.copyOf(leftOut);
  }
}
