package io.github.anomalyexporter.testing.exposition;

import io.github.anomalyexporter.testing.fleet.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** The page of a node_exporter, in the Prometheus text format 0.0.4. */
public final class NodeExporterPage {
  /** The value of the HTTP header {@code Content-Type}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private NodeExporterPage() {}

  /** Returns the encoded page of a host's values. */
  public static byte[] render(Reading reading) {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    try {
      TextWriter out = new TextWriter(page);
      for (MetricFamily family : NodeExporterMetrics.of(reading.profile())) {
        write(out, family, reading);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a page could not be written to memory", e);
    }
    return page.toByteArray();
  }

  private static void write(TextWriter out, MetricFamily family, Reading reading)
      throws IOException {
    String type = family.type().name().toLowerCase(Locale.ROOT);
    out.write("# HELP " + family.name() + " " + family.help() + "\n");
    out.write("# TYPE " + family.name() + " " + type + "\n");
    for (MetricFamily.Series series : family.series()) {
      String labels = series.labels().isEmpty() ? "" : "{" + series.labels() + "}";
      out.write(family.name() + labels + " ");
      out.write(series.value().applyAsDouble(reading), family.decimals());
      out.write("\n");
    }
  }
}
