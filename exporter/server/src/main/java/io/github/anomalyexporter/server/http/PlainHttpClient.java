package io.github.anomalyexporter.server.http;

import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.failure.UsageException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Sends single requests, without retries, with a bound on the time and on the size of a response:
 * for libraries with a protocol of their own. Uses proxy, TLS settings and timeout of a
 * configuration, no credentials. Redirects are not followed. Thread-safe.
 */
public final class PlainHttpClient implements AutoCloseable {
  private final RotatingHttpClient clients;
  private final HttpClientConfig config;
  private final long mostBytes;

  /**
   * @param concurrent maximum number of concurrent requests
   * @param mostBytes maximum size of the body of a response
   * @throws UsageException if a TLS file cannot be used
   */
  public PlainHttpClient(HttpClientConfig config, int concurrent, long mostBytes) {
    this.clients = new RotatingHttpClient(config, concurrent);
    this.config = config;
    this.mostBytes = mostBytes;
  }

  /** A complete response of any status. */
  public record Received(int status, Map<String, List<String>> headers, String body) {}

  /**
   * Sends a GET request, or a POST request with a form, and returns the response.
   *
   * @param headers values by name
   * @param form null for GET
   * @throws IOException if no complete response of at most the maximum size is received in time, or
   *     the client is closed, as when its settings have changed meanwhile
   */
  public Received send(URI url, Map<String, List<String>> headers, @Nullable String form)
      throws IOException {
    try {
      clients.requireOpen();
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
    Request.Builder request = new Request.Builder().url(url.toURL());
    headers.forEach((name, values) -> values.forEach(value -> request.addHeader(name, value)));
    if (form != null) {
      request.post(RequestBody.create(form, MediaType.get("application/x-www-form-urlencoded")));
    }
    Call call = clients.current().newCall(request.build());
    call.timeout().timeout(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
    try (Response response = call.execute()) {
      return new Received(response.code(), response.headers().toMultimap(), body(response.body()));
    }
  }

  private String body(ResponseBody body) throws IOException {
    Buffer read = new Buffer();
    while (read.size() <= mostBytes) {
      if (body.source().read(read, mostBytes + 1 - read.size()) < 0) {
        return read.readUtf8();
      }
    }
    throw new IOException("the response has more than " + mostBytes + " bytes");
  }

  @Override
  public void close() {
    clients.close();
  }
}
