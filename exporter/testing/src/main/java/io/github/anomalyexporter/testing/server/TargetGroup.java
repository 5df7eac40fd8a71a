package io.github.anomalyexporter.testing.server;

import java.util.List;
import java.util.Map;

/** A target of {@code /targets}, in the format of Prometheus' HTTP service discovery. */
record TargetGroup(List<String> targets, Map<String, String> labels) {
  TargetGroup {
    targets = List.copyOf(targets);
  }
}
