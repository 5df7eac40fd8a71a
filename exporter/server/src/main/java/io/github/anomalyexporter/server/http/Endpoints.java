package io.github.anomalyexporter.server.http;

import io.github.anomalyexporter.server.config.HttpClientConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Server and failover server. A failed server is tried last for a while because it may hang and
 * cost every call half of its time; it is still tried if the other server fails as well.
 * Thread-safe.
 */
final class Endpoints {
  /** Shorter than a typical outage, longer than the delay caused by a hanging server. */
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

  /** Returns the servers in the order in which to try them. */
  synchronized List<Endpoint> inOrder() {
    return all.size() == 1 || primaryRests.isOver()
        ? List.copyOf(all)
        : List.of(all.get(1), all.get(0));
  }

  /** Records that a server failed after all retries. */
  synchronized void failed(Endpoint endpoint, RequestException failure) {
    if (all.size() == 2 && endpoint == all.get(0)) {
      if (primaryRests.isOver()) {
        log.warn(
            "{} is used first for {} s: {}", all.get(1), rest.toSeconds(), failure.getMessage());
      }
      primaryRests = Deadline.after(rest);
    }
  }
}
