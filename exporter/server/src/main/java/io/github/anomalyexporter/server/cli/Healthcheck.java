package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.server.yaml.ServerUrl;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * Health check for containers that have neither a shell nor curl: requests the health endpoint of
 * an exporter. A separate program, not a command, so that it starts in a fraction of a second.
 */
public final class Healthcheck {
  private static final String DEFAULT_URL = "http://127.0.0.1:9877/-/healthy";
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private Healthcheck() {}

  /**
   * Ends the process with 0 if the exporter is healthy, else with 1.
   *
   * @param arguments the URL to request; default {@code /-/healthy} on port 9877
   */
  public static void main(String[] arguments) {
    Locale.setDefault(Locale.ROOT);
    String url = arguments.length == 0 ? DEFAULT_URL : arguments[0];
    String shown = ServerUrl.redacted(url);
    try {
      int status = status(URI.create(url));
      if (status != HttpURLConnection.HTTP_OK) {
        end(1, shown + ": expected HTTP 200, found " + status);
      }
    } catch (IOException e) {
      end(1, shown + ": expected an answer, found " + e);
    } catch (IllegalArgumentException e) {
      // The message of the exception may contain the URL.
      end(1, shown + ": expected a URL of HTTP or HTTPS");
    }
    end(0, shown + ": healthy");
  }

  /**
   * Sends a GET request over HTTP, or over HTTPS with a certificate that the JVM trusts.
   *
   * @return the status code of the response
   * @throws IOException if no response arrives within seconds
   * @throws IllegalArgumentException if the URL is not an HTTP or HTTPS URL
   */
  static int status(URI uri) throws IOException {
    if (!(uri.toURL().openConnection() instanceof HttpURLConnection connection)) {
      throw new IllegalArgumentException("a URL that is neither http nor https");
    }
    connection.setConnectTimeout((int) TIMEOUT.toMillis());
    connection.setReadTimeout((int) TIMEOUT.toMillis());
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }

  private static void end(int exitCode, String message) {
    System.err.println("anomaly-exporter: " + message);
    System.exit(exitCode);
  }
}
