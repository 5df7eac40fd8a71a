package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.frame.RecentRows;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.local.LocalMachine;
import io.github.anomalyexporter.server.samples.Sample;
import io.github.anomalyexporter.server.samples.SampleStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The samples of the machine on which the process runs, which each scoring run reads and stores.
 */
public final class LocalSource implements SampleSource {
  /** Intervals of the readings over which a rate is the mean, as the scrapes of a rate window. */
  private static final int READINGS = 4;

  private final DetectorConfig config;
  private final Supplier<SampleStore> samples;
  private final StoredSource stored;
  private final LocalMachine machine;

  /**
   * @param nanoTime like {@link System#nanoTime}
   */
  public LocalSource(DetectorConfig config, Supplier<SampleStore> samples, LongSupplier nanoTime) {
    this.config = config;
    this.samples = samples;
    this.stored = new StoredSource(config, samples);
    Duration window = config.timing().scoringInterval().multipliedBy(READINGS);
    this.machine = LocalMachine.create(nanoTime, window);
    // The first sample then has rates.
    machine.read();
  }

  @Override
  public List<Labels> instances(Instant end) {
    samples.get().append(List.of(read(end)));
    return stored.instances(end);
  }

  private Sample read(Instant end) {
    Map<String, Double> read = machine.read();
    List<Feature> features = config.features().features();
    float[] values = new float[features.size()];
    for (int i = 0; i < values.length; i++) {
      Feature feature = features.get(i);
      double value = read.getOrDefault(feature.name(), Double.NaN);
      values[i] = feature.bounds().admit((float) value);
    }
    return new Sample(machine.labels().keep(config.source().identityLabels()), end, values);
  }

  @Override
  public Set<Labels> silent(Instant end) {
    return stored.silent(end);
  }

  @Override
  public RecentRows window(List<Labels> instances, Instant end) {
    return stored.window(instances, end);
  }

  @Override
  public PastSamples past(Instant end) {
    return stored.past(end);
  }

  @Override
  public Frame rows(List<Labels> instances, TimeRange range) {
    return stored.rows(instances, range);
  }

  @Override
  public String whyEmpty() {
    return "this machine has no sample of its own";
  }
}
