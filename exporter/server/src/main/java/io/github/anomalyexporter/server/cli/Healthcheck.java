package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.server.config.ServerUrl;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * The health check of a container that has neither a shell nor curl: asks an exporter whether it is
 * healthy. A program of its own, not a command, so that it starts in a fraction of a second.
 */
public final class Healthcheck {
  private static final String DEFAULT_URL = "http://127.0.0.1:9877/-/healthy";
  private static final Duration TIMEOUT = Duration.ofSeconds(3);

  private Healthcheck() {}

  /**
   * Ends the process with 0 if the exporter is healthy, else with 1.
   *
   * @param arguments the URL to ask; without one {@code /-/healthy} on port 9877
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
      // Its message may have the URL in it.
      end(1, shown + ": expected a URL of HTTP or HTTPS");
    }
    end(0, shown + ": healthy");
  }

  /**
   * Asks by HTTP, or by HTTPS with a certificate that the JVM trusts.
   *
   * @return the status of the answer
   * @throws IOException if there is none within seconds
   * @throws IllegalArgumentException if this is no URL of HTTP
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
