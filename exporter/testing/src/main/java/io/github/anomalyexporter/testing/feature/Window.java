package io.github.anomalyexporter.testing.feature;

import io.github.anomalyexporter.testing.fleet.Reading;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import io.github.anomalyexporter.testing.workload.Quantity;
import java.time.Duration;
import java.time.Instant;
import java.util.function.ToDoubleFunction;

/** The scrapes of a host in a rate window. */
final class Window {
  /** The usual scrape interval of Prometheus, at which gauges are sampled. */
  private static final Duration SCRAPE_INTERVAL = Duration.ofSeconds(15);

  private final SimulatedHost host;
  private final Reading first;
  private final Reading last;

  Window(SimulatedHost host, Instant start, Instant end) {
    this.host = host;
    this.first = host.at(start);
    this.last = host.at(end);
  }

  Reading last() {
    return last;
  }

  /** The mean increase per second, as of PromQL's {@code rate}. */
  double rate(Quantity quantity) {
    double seconds = Duration.between(first.time(), last.time()).toMillis() / 1000.0;
    return (last.get(quantity) - first.get(quantity)) / seconds;
  }

  /** The mean of a gauge over the scrapes of the window, as of {@code avg_over_time}. */
  double mean(ToDoubleFunction<Reading> gauge) {
    double sum = 0;
    int scrapes = 0;
    for (Instant time = last.time();
        time.isAfter(first.time());
        time = time.minus(SCRAPE_INTERVAL)) {
      sum += gauge.applyAsDouble(host.at(time));
      scrapes++;
    }
    return sum / scrapes;
  }
}
