package io.github.anomalyexporter.it.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The site of all tests that change neither its hosts nor its Prometheus, and whose exporters need
 * not be scraped. The first of them starts it; it ends with the JVM of the tests.
 */
public final class SharedSite {
  /** A host that Prometheus has scraped since the start of the site only. */
  public static final String NEWCOMER = "web-9";

  private static @Nullable Site site;

  private SharedSite() {}

  /** The site, which is not to be closed. */
  public static synchronized Site get() {
    if (site == null) {
      try {
        site =
            Site.in(Tools.workspace(SharedSite.class), PrometheusVersion.TWO)
                .newcomers(NEWCOMER)
                .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return site;
  }

  /**
   * Starts an exporter with a stored model and waits until each host with history has a score.
   *
   * @param directory of its configuration, storage and log
   * @param change of its configuration
   */
  public static ExporterProcess startScoringExporter(
      Path directory, UnaryOperator<ExporterConfig> change) throws IOException {
    TrainedModel.copyTo(directory.resolve("storage"));
    ExporterProcess exporter =
        ExporterProcess.start(directory, Ports.free(), change.apply(get().exporterConfig()));
    exporter.awaitScores(History.HOSTS);
    return exporter;
  }
}
