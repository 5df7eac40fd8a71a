package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.evaluation.backtest.BacktestResult;
import io.github.anomalyexporter.server.backtest.Backtest;
import io.github.anomalyexporter.server.backtest.FiringAlerts;
import io.github.anomalyexporter.server.backtest.IncidentSource;
import io.github.anomalyexporter.server.backtest.QueryCounter;
import io.github.anomalyexporter.server.config.AlertmanagerConfig;
import io.github.anomalyexporter.server.config.DetectorConfig;
import org.jspecify.annotations.Nullable;

/**
 * Backtests of detectors with the servers of a configuration, as the command and the running
 * exporter do them.
 *
 * @param servers whose client of Prometheus is observed by {@code queries}
 */
record DetectorBacktest(Servers servers, QueryCounter queries) {
  /**
   * Runs a backtest; does not change the storage.
   *
   * @param detector of the configuration of the servers, possibly with other values
   * @param incidents null if not requested
   */
  BacktestResult run(
      DetectorConfig detector,
      Backtest.When when,
      @Nullable IncidentSource incidents,
      Backtest.Progress progress)
      throws InterruptedException {
    detector.type().requireRuntime();
    Backtest.Sources sources =
        new Backtest.Sources(
            servers.prometheus(),
            queries,
            DetectorParts.exemptions(servers.config(), detector, servers),
            incidents);
    return new Backtest(detector, sources).run(when, progress);
  }

  /**
   * Returns the alerts that fired for a detector's instances, whether or not they are excluded from
   * training.
   */
  static FiringAlerts firingAlerts(Servers servers, DetectorConfig detector) {
    AlertmanagerConfig alertmanager = servers.config().alertmanager();
    return new FiringAlerts(
        servers.prometheus(),
        detector.source().identityLabels(),
        alertmanager == null
            ? AlertmanagerConfig.DEFAULT_INCIDENT_ALERTS
            : alertmanager.incidentAlerts());
  }
}
