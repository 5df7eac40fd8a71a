package io.github.anomalyexporter.server.discovery;

import io.github.anomalyexporter.core.series.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Ambiguous instances: several series have the identity labels of one instance, because of several
 * hosts or several replicas of Prometheus. Their features are sums and averages over all these
 * series.
 *
 * @param instances identity labels, sorted
 * @param labels labels that distinguish their series, as far as known; sorted
 * @param sameHost whether they belong to one host by its host name; false if unknown
 */
public record AmbiguousInstances(List<Labels> instances, List<String> labels, boolean sameHost) {
  public static final AmbiguousInstances NONE = new AmbiguousInstances(List.of(), List.of(), false);

  static final String HOST_NAME = "nodename";

  /** Labels of {@code node_uname_info} that may change with an upgrade of the host. */
  static final List<String> DESCRIPTION =
      List.of("release", "version", "machine", "sysname", "domainname");

  public AmbiguousInstances {
    instances = List.copyOf(instances);
    labels = List.copyOf(labels);
  }

  /**
   * Determines the labels that distinguish series.
   *
   * @param series of some of the instances, several of each
   */
  static AmbiguousInstances of(
      Collection<Labels> instances, Collection<Labels> series, List<String> identityLabels) {
    Map<Labels, List<Labels>> seriesOf = new TreeMap<>();
    series.forEach(
        each ->
            seriesOf
                .computeIfAbsent(each.keep(identityLabels), key -> new ArrayList<>())
                .add(each));
    Set<String> differing = new TreeSet<>();
    boolean named = !series.isEmpty();
    for (List<Labels> several : seriesOf.values()) {
      Set<String> names = new TreeSet<>();
      several.forEach(each -> names.addAll(each.asMap().keySet()));
      names.stream().filter(name -> values(several, name).size() > 1).forEach(differing::add);
      named &= several.stream().noneMatch(each -> each.get(HOST_NAME).isEmpty());
    }
    boolean sameHost = named && !differing.contains(HOST_NAME);
    differing.remove(HOST_NAME);
    differing.removeAll(DESCRIPTION);
    return new AmbiguousInstances(
        List.copyOf(new TreeSet<>(instances)), List.copyOf(differing), sameHost);
  }

  private static Set<String> values(List<Labels> series, String name) {
    Set<String> values = new HashSet<>();
    series.forEach(each -> values.add(each.get(name)));
    return values;
  }

  public boolean isEmpty() {
    return instances.isEmpty();
  }

  /** Returns the effect and the remedy, without a full stop. */
  public String advice() {
    String told = String.join(", ", labels);
    if (labels.isEmpty()) {
      return "several hosts have the same labels and are scored as one: set a unique instance label for each host in the scrape configuration";
    }
    return sameHost
        ? "their series exist more than once, by the label %s, and are counted more than once: add it to replica_labels"
            .formatted(told)
        : "the series of several hosts, by the label %s, are scored as one: add it to identity_labels, or to replica_labels if these are replicas of one host"
            .formatted(told);
  }
}
