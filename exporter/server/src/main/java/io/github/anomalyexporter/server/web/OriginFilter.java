package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.web.api.Route;
import io.github.anomalyexporter.server.web.security.SecurityFile;
import io.github.anomalyexporter.server.web.security.SecuritySettings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests with an unsafe method that a page of another server sends by a browser: with the
 * user's credentials (cross-site request forgery), or under a name that the other server has given
 * to this address (DNS rebinding). Other clients send no {@code Origin} and are not affected.
 */
final class OriginFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient SecurityFile security;
  private final String listenHost;
  private final @Nullable URI externalUrl;

  /**
   * @param listenHost of {@code --web.listen-address}; empty for all addresses
   * @param externalUrl of {@code --web.external-url}; null without it
   */
  OriginFilter(SecurityFile security, String listenHost, @Nullable URI externalUrl) {
    this.security = security;
    this.listenHost = listenHost;
    this.externalUrl = externalUrl;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String origin = request.getHeader("Origin");
    boolean browser = origin != null || Paths.of(request).equals(Route.MCP.path());
    if (AuditFilter.SAFE.contains(request.getMethod()) || !browser) {
      chain.doFilter(request, response);
    } else if (!isOwnHost(request)) {
      PlainText.send(
          response,
          403,
          "Host: expected localhost, an IP address or the host of --web.listen-address or --web.external-url; any host with a login or TLS in --web.config.file.");
    } else if (origin != null && !isOwnOrigin(request, origin)) {
      PlainText.send(
          response,
          403,
          "Origin: expected none, or that of this server; behind a proxy that changes the host, set --web.external-url.");
    } else {
      chain.doFilter(request, response);
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
    return settings.requiresLogin()
        || settings.tls() != null
        || host.equalsIgnoreCase("localhost")
        || host.equalsIgnoreCase(listenHost)
        || (externalUrl != null && host.equalsIgnoreCase(externalUrl.getHost()))
        || host.contains(":")
        || host.matches("[0-9.]+");
  }

  private boolean isOwnOrigin(HttpServletRequest request, String origin) {
    String host = host(request);
    return origin.equalsIgnoreCase("http://" + host)
        || origin.equalsIgnoreCase("https://" + host)
        || (externalUrl != null && origin.equalsIgnoreCase(origin(externalUrl)));
  }

  private static String origin(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority();
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
