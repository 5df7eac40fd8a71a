package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.server.config.FileContents;
import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.config.UsageException;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP client of a configuration, and another one as soon as a TLS file has changed:
 * certificates are renewed without a restart. Files that cannot be used leave the client before
 * them in place, and are said once. Thread-safe.
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
   * @param connections to keep open
   * @throws UsageException if a file cannot be used
   */
  RotatingHttpClient(HttpClientConfig config, int connections) {
    this.config = config;
    this.connections = connections;
    this.seen = FileContents.of(TlsFiles.of(config.tls()));
    this.client = HttpClients.create(config, connections);
  }

  /** The client for the next attempt. The files are looked at each time: they are few and small. */
  synchronized OkHttpClient current() {
    FileContents now = seen.now();
    if (!now.equals(seen)) {
      seen = now;
      try {
        OkHttpClient next = HttpClients.create(config, connections);
        // Calls under way end on their connections.
        client.connectionPool().evictAll();
        client = next;
        LOGGER.info(
            "TLS files for {} read again", HttpClientConfig.withoutCredentials(config.url()));
      } catch (UsageException e) {
        LOGGER.error(
            "TLS files for {} not taken, those before still hold: {}",
            HttpClientConfig.withoutCredentials(config.url()),
            e.getMessage());
      }
    }
    return client;
  }

  /** Closes the connections that are idle. */
  @Override
  public synchronized void close() {
    client.connectionPool().evictAll();
  }
}
