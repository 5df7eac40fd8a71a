package io.github.anomalyexporter.it.dashboards;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The metrics that exist where the exporter is installed as documented. */
final class KnownMetrics {
  private static final Path DOCUMENTED = Path.of("../docs/metrics.md");
  private static final Path RECORDED = Path.of("../../rules/anomaly-exporter.rules.yml");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(anomaly_\\w+)` \\| (\\w+)");
  private static final Pattern RECORD = Pattern.compile("(?m)^ *- record: (\\S+)$");

  /** Those of node_exporter, of Prometheus itself, and of client_java's JVM instrumentation. */
  private static final Pattern OF_OTHERS =
      Pattern.compile("node_\\w+|up|ALERTS|jvm_\\w+|process_\\w+");

  private final Set<String> names = new HashSet<>();

  KnownMetrics() {
    ROW.matcher(read(DOCUMENTED)).results().forEach(it -> add(it.group(1), it.group(2)));
    RECORD.matcher(read(RECORDED)).results().forEach(it -> names.add(it.group(1)));
  }

  private void add(String name, String type) {
    if (type.equals("histogram")) {
      names.add(name + "_bucket");
      names.add(name + "_count");
      names.add(name + "_sum");
    } else {
      names.add(name);
    }
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean contains(String metric) {
    return names.contains(metric) || OF_OTHERS.matcher(metric).matches();
  }
}
