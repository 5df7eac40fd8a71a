package io.github.anomalyexporter.server.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.config.DetectorConfig;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The recording rule of a feature. Its series have a label with a hash of the expression that
 * computed them, so that a change of selector, rate window or expression never reads the series of
 * the expression before.
 *
 * @param feature name of the feature
 * @param record name of the recorded series, {@code level:metric:operations} by the convention of
 *     Prometheus: {@code instance:anomaly_exporter_cpu_used:rate1m} with the rate window of the
 *     expression, and {@code last} for an expression without one
 * @param expression as the exporter queries it
 * @param hash of name and expression, the value of {@link #LABEL}
 */
public record RecordedFeature(String feature, String record, String expression, String hash) {
  /** Label of all recorded series. */
  public static final String LABEL = "anomaly_exporter_expression";

  /** In hexadecimal digits: 48 bits, far more than the number of expressions requires. */
  private static final int HASH_LENGTH = 12;

  private static final String RATE_WINDOW = "$rate_window";

  /** Returns the rule of each queried feature, in order. */
  public static List<RecordedFeature> of(DetectorConfig config, DetectorQueries queries) {
    List<Feature> features = config.features().features();
    List<RecordedFeature> recorded = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      recorded.add(of(features.get(i), queries.features().get(i), queries.rateWindow()));
    }
    return recorded;
  }

  private static RecordedFeature of(Feature feature, String expression, Duration rateWindow) {
    String operation =
        feature.expression().contains(RATE_WINDOW)
            ? "rate" + PrometheusDuration.format(rateWindow)
            : "last";
    String record = "instance:anomaly_exporter_%s:%s".formatted(feature.name(), operation);
    return new RecordedFeature(feature.name(), record, expression, hash(record, expression));
  }

  private static String hash(String record, String expression) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest((record + '\n' + expression).getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Returns the selector of its recorded series. */
  public String selector() {
    return "%s{%s=\"%s\"}".formatted(record, LABEL, hash);
  }

  /**
   * Returns the query of its recorded series, which have exactly the labels of the expression: the
   * response is as short, and labels are the same for all features.
   */
  public String query() {
    return "max without (%s) (%s)".formatted(LABEL, selector());
  }
}
