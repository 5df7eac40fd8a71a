package io.github.anomalyexporter.evaluation.backtest;

import io.github.anomalyexporter.core.series.Labels;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Display names of instances: the {@code instance} label if it is unique, else all labels. */
final class InstanceNames {
  private final Set<String> unique = new HashSet<>();

  InstanceNames(Collection<Labels> instances) {
    Set<String> several = new HashSet<>();
    for (Labels instance : instances) {
      String name = instance.get("instance");
      if (!unique.add(name)) {
        several.add(name);
      }
    }
    unique.removeAll(several);
  }

  String of(Labels instance) {
    String name = instance.get("instance");
    return unique.contains(name) ? name : instance.toString();
  }
}
