package io.github.anomalyexporter.it.scenario;

import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Site;
import java.io.IOException;

/**
 * The older version, with a stored model. A training depends on the version only by its queries,
 * which {@link LearnedHistoryIT} sends to this version; incidents and restarts do not depend on it.
 */
class EndToEndOnPrometheus2IT extends EndToEnd {
  EndToEndOnPrometheus2IT() {
    super(PrometheusVersion.TWO);
  }

  @Override
  ExporterProcess startExporter(Site site, ExporterConfig config) throws IOException {
    return site.startExporterWithModel(config);
  }
}
