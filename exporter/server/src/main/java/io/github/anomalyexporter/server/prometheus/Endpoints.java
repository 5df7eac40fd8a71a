package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.server.config.HttpClientConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server and the one to fail over to. One that failed is asked last for a while, since it may
 * hang and cost every call half of its time; it is asked nevertheless where the other fails as
 * well. Thread-safe.
 */
final class Endpoints {
  /** Short against an outage, long against the time that a hanging server costs. */
  private static final Duration REST = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(Endpoints.class);

  private final Duration rest;
  private final List<Endpoint> all = new ArrayList<>();
  private Deadline primaryRests = Deadline.after(Duration.ZERO);

  Endpoints(HttpClientConfig config) {
    this(config, REST);
  }

  Endpoints(HttpClientConfig config, Duration rest) {
    this.rest = rest;
    all.add(new Endpoint(config, config.url()));
    if (config.failoverUrl() != null) {
      all.add(new Endpoint(config, config.failoverUrl()));
    }
  }

  /** In the order to ask them. */
  synchronized List<Endpoint> inOrder() {
    return all.size() == 1 || primaryRests.isOver()
        ? List.copyOf(all)
        : List.of(all.get(1), all.get(0));
  }

  /** The server has used up its retries. */
  synchronized void failed(Endpoint endpoint, PrometheusException failure) {
    if (all.size() == 2 && endpoint == all.get(0)) {
      if (primaryRests.isOver()) {
        log.warn(
            "{} is asked first for {} s: {}", all.get(1), rest.toSeconds(), failure.getMessage());
      }
      primaryRests = Deadline.after(rest);
    }
  }
}
