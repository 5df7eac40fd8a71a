package io.github.anomalyexporter.server.preview;

import io.github.anomalyexporter.server.backtest.Stages;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Runs wait until the test says how they end. */
public final class HeldRunner implements BacktestRunner {
  /** Two detectors that query a Prometheus and one that does not. */
  public static final String DETECTORS =
      """
      presets:
        small:
          discovery: group by ($identity) (up{$selector})
          features: [{name: load, expression: 'node_load1{$selector}', unit: items}]
      detectors:
        - name: node
          selector: job="node"
          model: {layers: [8, 4, 8], epochs: 5}
          calendar: [{name: backup, schedule: 30 1 * * *, duration: 2h}]
        - name: strict
          threshold: {quantile: 0.99}
        - name: pumps
          source: push
          features: [{name: flow, unit: l/s}]
      """;

  private final Config config;
  private final SynchronousQueue<Supplier<String>> ends = new SynchronousQueue<>();

  /** The requests of the runs that have begun. */
  public final BlockingQueue<BacktestRequest> begun = new LinkedBlockingQueue<>();

  /** Runs that were interrupted. */
  public final AtomicInteger interrupted = new AtomicInteger();

  public HeldRunner() {
    try {
      config = ConfigFile.parse("test.yml", DETECTORS);
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Config config() {
    return config;
  }

  @Override
  public byte[] run(BacktestRequest request, Stages.Listener stages) throws InterruptedException {
    stages.stage("training 1 of 2", 0.25);
    begun.add(request);
    try {
      return ends.take().get().getBytes(StandardCharsets.UTF_8);
    } catch (InterruptedException e) {
      interrupted.incrementAndGet();
      throw e;
    }
  }

  /** Ends the run that is running, or the next one. */
  public void end(Supplier<String> result) throws InterruptedException {
    ends.put(result);
  }
}
