package io.github.anomalyexporter.server.kind;

import io.github.anomalyexporter.core.baseline.IsolationForest;
import io.github.anomalyexporter.core.baseline.PrincipalComponents;
import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.tensorflow.TensorFlowFormat;
import io.github.anomalyexporter.tensorflow.TensorFlowTrainer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All kinds of detectors. A new kind is added here; the configuration and the commands read it. */
public final class DetectorKinds {
  /** The kind of a detector that does not configure one. */
  public static final DetectorKind AUTOENCODER =
      new AutoencoderKind(new TensorFlowTrainer(), new TensorFlowFormat(), InferenceChoice.AUTO);

  private static final List<DetectorKind> ALL =
      List.of(
          AUTOENCODER,
          new BaselineKind("pca", PrincipalComponents.KIND),
          new BaselineKind("isolation-forest", IsolationForest.KIND));

  private DetectorKinds() {}

  /** Returns all kinds, the default one first. */
  public static List<DetectorKind> all() {
    return ALL;
  }

  /** Returns all kinds by the name that the configuration uses, the default one first. */
  public static Map<String, DetectorKind> byName() {
    Map<String, DetectorKind> kinds = new LinkedHashMap<>();
    ALL.forEach(kind -> kinds.put(kind.name(), kind));
    return kinds;
  }
}
