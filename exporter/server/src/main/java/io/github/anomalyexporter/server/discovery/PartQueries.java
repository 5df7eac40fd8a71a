package io.github.anomalyexporter.server.discovery;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.DetectorConfig.Source;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Expressions of a detector for a part of its instances: a matcher of the label {@code instance} is
 * added to the selector, so that Prometheus does not read the series of all other instances. For
 * one thread.
 */
public final class PartQueries {
  private static final Logger LOGGER = LoggerFactory.getLogger(PartQueries.class);

  private static final String SELECTOR = "$selector";
  private static final String INSTANCE = "instance";

  /** As {@code regexp.QuoteMeta} of Go. */
  private static final Pattern META = Pattern.compile("[\\\\.+*?()|\\[\\]{}^$]");

  private final PrometheusClient client;
  private final DetectorConfig config;
  private final DetectorQueries all;
  private @Nullable BitSet restrictable;

  /**
   * @param all expressions for all instances
   */
  public PartQueries(PrometheusClient client, DetectorConfig config, DetectorQueries all) {
    this.client = client;
    this.config = config;
    this.all = all;
  }

  /**
   * Returns the expressions for some instances; they may return other instances, too. An expression
   * that would lose an instance by the matcher, because its series get the label in the expression
   * alone, stays as it is. The first call evaluates each expression with and without the matcher to
   * find these.
   *
   * @param time of the evaluation
   * @throws io.github.anomalyexporter.server.http.RequestException if Prometheus cannot be queried
   */
  public DetectorQueries of(List<Labels> instances, Instant time) throws InterruptedException {
    List<String> matched = DetectorQueries.features(config, all.rateWindow(), selector(instances));
    if (restrictable == null) {
      restrictable = restrictable(matched, instances, time);
    }
    List<String> expressions = new ArrayList<>();
    for (int i = 0; i < matched.size(); i++) {
      expressions.add(restrictable.get(i) ? matched.get(i) : all.features().get(i));
    }
    return all.withFeatures(expressions);
  }

  /** Returns whether a response has the series of all instances. */
  public boolean readsAll(DetectorQueries queries) {
    return queries.features().stream().anyMatch(all.features()::contains);
  }

  private BitSet restrictable(List<String> matched, List<Labels> instances, Instant time)
      throws InterruptedException {
    BitSet found = new BitSet();
    List<String> lost = new ArrayList<>();
    Set<Labels> wanted = Set.copyOf(instances);
    for (int i = 0; i < matched.size(); i++) {
      if (!config.features().features().get(i).expression().contains(SELECTOR)) {
        continue;
      }
      Set<Labels> expected = present(all.features().get(i), wanted, time);
      expected.removeAll(present(matched.get(i), wanted, time));
      found.set(i, expected.isEmpty());
      if (!expected.isEmpty()) {
        lost.add(config.features().features().get(i).name());
      }
    }
    if (!lost.isEmpty()) {
      LOGGER.info(
          "detector {}: the series of {} have no label instance before their expression is evaluated; each block of a training reads them of all instances",
          config.name(),
          lost);
    }
    return found;
  }

  private Set<Labels> present(String expression, Set<Labels> wanted, Instant time)
      throws InterruptedException {
    Set<Labels> present = new HashSet<>();
    client.query(
        expression,
        time,
        series -> {
          Labels instance = series.labels().keep(config.source().identityLabels());
          if (wanted.contains(instance)) {
            present.add(instance);
          }
        });
    return present;
  }

  private String selector(List<Labels> instances) {
    Source source = config.source();
    String values =
        instances.stream()
            .map(instance -> instance.get(INSTANCE))
            .distinct()
            .sorted()
            .map(value -> META.matcher(value).replaceAll("\\\\$0"))
            .collect(Collectors.joining("|"));
    String matcher =
        INSTANCE
            + "=~\""
            + values.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
            + '"';
    return source.selector().isEmpty() ? matcher : source.selector() + ", " + matcher;
  }
}
