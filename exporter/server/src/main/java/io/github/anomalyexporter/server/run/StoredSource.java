package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.frame.ComparedRows;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.frame.RecentRows;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.ingest.HistoryIngest;
import io.github.anomalyexporter.server.samples.SampleStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The samples that were pushed to the exporter, or that it read itself. */
public final class StoredSource implements SampleSource {
  /** As long as Prometheus looks back for the last sample of a series. */
  static final Duration LOOKBACK = Duration.ofMinutes(5);

  private final DetectorConfig config;
  private final Supplier<SampleStore> samples;
  private final int rowsBefore;

  /** Samples may be received late, so that earlier rows change. */
  private final Map<Long, Frame> lastOfPhase = new HashMap<>();

  /**
   * @param samples of the features of the detector
   */
  public StoredSource(DetectorConfig config, Supplier<SampleStore> samples) {
    this.config = config;
    this.samples = samples;
    this.rowsBefore = config.training().rowsBefore();
  }

  private Duration step() {
    return config.timing().step();
  }

  @Override
  public List<Labels> instances(Instant end) {
    return samples.get().instances(end.minus(step()), end);
  }

  @Override
  public Set<Labels> silent(Instant end) {
    Duration lookback = LOOKBACK.compareTo(step()) > 0 ? LOOKBACK : step();
    Set<Labels> silent =
        new HashSet<>(samples.get().instances(end.minus(step()).minus(lookback), end));
    instances(end).forEach(silent::remove);
    return silent;
  }

  @Override
  public RecentRows window(List<Labels> instances, Instant end) {
    Frame window = samples.get().frame(instances, TimeRange.endingAt(end, step(), rowsBefore + 1));
    Frame last = lastOfPhase.put(end.toEpochMilli() % step().toMillis(), window);
    return last == null ? window : new ComparedRows(last, window);
  }

  @Override
  public PastSamples past(Instant end) {
    return new Past(HistoryIngest.range(config.features(), end, config.history().length()));
  }

  @Override
  public Frame rows(List<Labels> instances, TimeRange range) {
    return samples.get().frame(instances, range);
  }

  @Override
  public String whyEmpty() {
    return "no instance has a sample of the last "
        + PrometheusDuration.format(step())
        + "; post samples to /api/v1/detectors/"
        + config.name()
        + "/samples";
  }

  private final class Past implements PastSamples {
    private final TimeRange range;

    Past(TimeRange range) {
      this.range = range;
    }

    /** A row has the last sample of its step. */
    @Override
    public Duration rateWindow() {
      return step();
    }

    @Override
    public Map<Labels, Duration> histories() {
      return samples.get().histories(range.end(), config.history().length());
    }

    @Override
    public Frame history(List<Labels> instances, int all) {
      return samples.get().frame(instances, range);
    }
  }
}
