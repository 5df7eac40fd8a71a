package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.files.FileContents;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP client of a configuration, replaced when a TLS file changes: certificates are renewed
 * without a restart. If the new files cannot be used, this is logged once and the previous client
 * stays in use. Thread-safe.
 */
final class RotatingHttpClient implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(RotatingHttpClient.class);

  private final HttpClientConfig config;
  private final int connections;
  private FileContents seen;
  private OkHttpClient client;

  /**
   * Reads the files.
   *
   * @param connections number of connections to keep open
   * @throws UsageException if a file cannot be used
   */
  RotatingHttpClient(HttpClientConfig config, int connections) {
    this.config = config;
    this.connections = connections;
    this.seen = FileContents.of(TlsFiles.of(config.tls()));
    this.client = HttpClients.create(config, connections);
  }

  /**
   * Returns the client for the next attempt. Checks the files each time: they are few and small.
   */
  synchronized OkHttpClient current() {
    FileContents now = seen.now();
    if (!now.equals(seen)) {
      seen = now;
      try {
        OkHttpClient next = HttpClients.create(config, connections);
        // Running calls complete on their connections.
        client.connectionPool().evictAll();
        client = next;
        LOGGER.info("TLS files for {} reloaded", HttpClientConfig.withoutCredentials(config.url()));
      } catch (UsageException e) {
        LOGGER.error(
            "TLS files for {} not reloaded, keeping the previous files: {}",
            HttpClientConfig.withoutCredentials(config.url()),
            e.getMessage());
      }
    }
    return client;
  }

  /** Closes idle connections. */
  @Override
  public synchronized void close() {
    client.connectionPool().evictAll();
  }
}
