package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.web.security.SecurityFile;
import io.github.anomalyexporter.server.web.security.SecuritySettings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Admits requests to {@code /mcp}: none of a web page of another host, none for a name that another
 * host may have given to this address (DNS rebinding), and a limited number at one time, because
 * the body is read by a worker.
 */
final class McpFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** With the bodies of rows less than the workers. */
  private static final int AT_ONCE = 2;

  private final transient SecurityFile security;
  private final String listenHost;
  private final transient Semaphore places = new Semaphore(AT_ONCE);

  /**
   * @param listenHost of {@code --web.listen-address}; empty for all addresses
   */
  McpFilter(SecurityFile security, String listenHost) {
    this.security = security;
    this.listenHost = listenHost;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!isOwnHost(request)) {
      PlainText.send(
          response,
          403,
          "Host: expected localhost, an IP address or the host of --web.listen-address; any host with users or TLS in --web.config.file.");
    } else if (!isOwnOrigin(request)) {
      PlainText.send(response, 403, "Origin: expected none, or that of this server.");
    } else if (!places.tryAcquire()) {
      response.setHeader("Retry-After", "1");
      PlainText.send(response, 503, "Too many requests to /mcp at the same time; try again.");
    } else {
      try {
        chain.doFilter(request, response);
      } finally {
        places.release();
      }
    }
  }

  /**
   * Returns whether no other host can have given its name to this address. An IP address is no name
   * of another host; a login, a client certificate and the name in the server's certificate are
   * known to no web page of another host.
   */
  private boolean isOwnHost(HttpServletRequest request) {
    SecuritySettings settings = security.settings();
    String host = request.getServerName();
    return settings.users() != null
        || settings.tls() != null
        || host.equalsIgnoreCase("localhost")
        || host.equalsIgnoreCase(listenHost)
        || host.contains(":")
        || host.matches("[0-9.]+");
  }

  /** Browsers send the origin with every POST request, other clients send none. */
  private static boolean isOwnOrigin(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    String host = host(request);
    return origin == null
        || origin.equalsIgnoreCase("http://" + host)
        || origin.equalsIgnoreCase("https://" + host);
  }

  /** Returns host and port as the client wrote them, or the same of a request of HTTP/2. */
  private static String host(HttpServletRequest request) {
    String host = request.getHeader("Host");
    if (host != null) {
      return host;
    }
    int port = request.getServerPort();
    boolean usual = port == (request.isSecure() ? 443 : 80);
    return request.getServerName() + (usual ? "" : ":" + port);
  }
}
