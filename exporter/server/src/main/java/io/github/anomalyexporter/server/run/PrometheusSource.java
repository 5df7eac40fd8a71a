package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.frame.RecentRows;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import io.github.anomalyexporter.server.discovery.Discovery;
import io.github.anomalyexporter.server.discovery.NewestQueries;
import io.github.anomalyexporter.server.discovery.PartQueries;
import io.github.anomalyexporter.server.ingest.HistoryIngest;
import io.github.anomalyexporter.server.ingest.WindowIngest;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The samples that Prometheus has. */
public final class PrometheusSource implements SampleSource {
  /** So many series that need not be read are worth some instant queries. */
  private static final int MANY_OTHERS = 50;

  private final DetectorState state;
  private final PrometheusClient client;
  private final Discovery discovery;
  private final NewestQueries newest;
  private final WindowIngest windows;
  private final HistoryIngest histories;

  public PrometheusSource(DetectorState state, PrometheusClient client) {
    DetectorConfig config = state.config();
    List<String> identity = config.source().identityLabels();
    int rowsBefore = config.training().rowsBefore();
    this.state = state;
    this.client = client;
    this.discovery = new Discovery(client, config);
    this.newest = new NewestQueries(client, config);
    this.windows = new WindowIngest(client, config.features(), identity, rowsBefore);
    this.histories = new HistoryIngest(client, config.features(), identity);
  }

  @Override
  public List<Labels> instances(Instant end) throws InterruptedException {
    return discovery.instances(state.queries().get(), end);
  }

  @Override
  public RecentRows window(List<Labels> instances, Instant end) throws InterruptedException {
    DetectorQueries queries = state.queries().get();
    return windows.window(queries, newest.choose(queries, end), instances, end);
  }

  @Override
  public PastSamples past(Instant end) throws InterruptedException {
    DetectorQueries queries = state.queries().forTraining(discovery.scrapeInterval(end));
    if (state.model().trained() == null) {
      // Rarely scraped instances must be found before the first model exists, too.
      state.queries().adopt(queries.rateWindow());
    }
    return new Past(queries, end);
  }

  @Override
  public Frame rows(List<Labels> instances, TimeRange range) throws InterruptedException {
    int all = state.board().known().size() + state.overLimit();
    return histories.rows(state.queries().get(), instances, Math.max(instances.size(), all), range);
  }

  @Override
  public String whyEmpty() {
    return "no instances match the selector; check the selector: "
        + state.queries().get().instances();
  }

  private final class Past implements PastSamples {
    private final DetectorQueries queries;
    private final PartQueries parts;
    private final Instant end;

    Past(DetectorQueries queries, Instant end) {
      this.queries = queries;
      this.parts = new PartQueries(client, state.config(), queries);
      this.end = end;
    }

    @Override
    public Duration rateWindow() {
      return queries.rateWindow();
    }

    @Override
    public Map<Labels, Duration> histories() throws InterruptedException {
      return discovery.histories(queries, end);
    }

    @Override
    public Frame history(List<Labels> instances, int all) throws InterruptedException {
      boolean isPart = all - instances.size() >= MANY_OTHERS;
      DetectorQueries asked = isPart ? parts.of(instances, end) : queries;
      return histories.history(
          asked,
          instances,
          isPart && !parts.readsAll(asked) ? instances.size() : Math.max(instances.size(), all),
          end,
          state.config().history().length());
    }
  }
}
