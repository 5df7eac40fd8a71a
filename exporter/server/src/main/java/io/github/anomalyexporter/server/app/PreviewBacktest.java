package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.evaluation.backtest.BacktestJson;
import io.github.anomalyexporter.server.backtest.Backtest.When;
import io.github.anomalyexporter.server.backtest.IncidentSource;
import io.github.anomalyexporter.server.backtest.QueryCounter;
import io.github.anomalyexporter.server.backtest.Stages;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.preview.BacktestRequest;
import io.github.anomalyexporter.server.preview.BacktestRunner;
import java.time.InstantSource;

/**
 * Backtests of the running exporter with one configuration. Each has a client of Prometheus of its
 * own, so that its queries do not delay those of the scoring runs and are counted separately.
 *
 * @param servers of the running exporter: its silences are used as they are
 */
record PreviewBacktest(Servers servers, InstantSource clock) implements BacktestRunner {
  @Override
  public Config config() {
    return servers.config();
  }

  @Override
  public byte[] run(BacktestRequest request, Stages.Listener stages) throws InterruptedException {
    QueryCounter queries = new QueryCounter();
    try (OpenParts opened = new OpenParts()) {
      Servers own = servers.withPrometheus(queries, opened);
      IncidentSource incidents =
          request.alerts() ? DetectorBacktest.firingAlerts(own, request.detector())::during : null;
      return BacktestJson.bytes(
          new DetectorBacktest(own, queries)
              .run(
                  request.detector(),
                  new When(request.start(), request.end(), clock.instant()),
                  incidents,
                  new Stages(stages)));
    }
  }
}
