package io.github.anomalyexporter.server.http;

import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.files.FileContents;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP client of a configuration, replaced when a TLS file changes: certificates are renewed
 * without a restart. If the new files cannot be used, this is logged once and the previous client
 * stays in use. All clients share one dispatcher, and with it the limit of concurrent calls.
 * Thread-safe.
 */
final class RotatingHttpClient implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(RotatingHttpClient.class);

  private final HttpClientConfig config;
  private final Dispatcher dispatcher;
  private FileContents seen;
  private OkHttpClient client;
  private volatile boolean closed;

  /**
   * Reads the files.
   *
   * @param maxRequests maximum number of concurrent calls
   * @throws UsageException if a file cannot be used
   */
  RotatingHttpClient(HttpClientConfig config, int maxRequests) {
    this.config = config;
    this.dispatcher = dispatcher(maxRequests);
    this.seen = FileContents.of(TlsFiles.of(config.tls()));
    this.client = HttpClients.create(config, dispatcher);
  }

  /**
   * Returns the client for the next attempt. Checks the files each time: they are few and small.
   */
  synchronized OkHttpClient current() {
    FileContents now = seen.now();
    if (!now.equals(seen)) {
      seen = now;
      try {
        OkHttpClient next = HttpClients.create(config, dispatcher);
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

  /**
   * @throws IllegalStateException if closed
   */
  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the client is closed");
    }
  }

  /** Cancels running and queued calls and closes idle connections. */
  @Override
  public void close() {
    closed = true;
    // A dispatcher whose threads are shut down refuses further calls and those in its queue.
    dispatcher.executorService().shutdown();
    dispatcher.cancelAll();
    synchronized (this) {
      client.connectionPool().evictAll();
    }
  }

  /**
   * Returns a dispatcher with as many threads as requests. The threads of OkHttp's own dispatcher
   * would keep the JVM alive for a minute.
   */
  private static Dispatcher dispatcher(int maxRequests) {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            maxRequests,
            maxRequests,
            1,
            TimeUnit.MINUTES,
            new LinkedBlockingQueue<>(),
            DaemonThreads.named("http-call"));
    threads.allowCoreThreadTimeOut(true);
    Dispatcher dispatcher = new Dispatcher(threads);
    dispatcher.setMaxRequests(maxRequests);
    dispatcher.setMaxRequestsPerHost(maxRequests);
    return dispatcher;
  }
}
