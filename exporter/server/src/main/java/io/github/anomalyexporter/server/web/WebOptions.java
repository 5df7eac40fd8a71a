package io.github.anomalyexporter.server.web;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Options of the HTTP server.
 *
 * @param host empty for all addresses
 * @param port 0 for any free port
 * @param lifecycle whether unauthenticated requests may change state (reload, forget);
 *     authenticated requests always may
 * @param mcp whether {@code /mcp} exists
 * @param externalUrl URL at which browsers reach the server, as through a proxy; null if it is that
 *     of their requests
 */
public record WebOptions(
    String host, int port, boolean lifecycle, boolean mcp, @Nullable URI externalUrl) {
  /** Options without {@code /mcp} and with an unknown external URL. */
  public WebOptions(String host, int port, boolean lifecycle) {
    this(host, port, lifecycle, false, null);
  }

  /**
   * Parses an address in the format of Prometheus' flags: {@code :9877}, {@code 127.0.0.1:9877},
   * {@code [::1]:9877}.
   *
   * @return empty if the address is invalid
   */
  public static Optional<WebOptions> parse(String address, boolean lifecycle) {
    int colon = address.lastIndexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String host = address.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.contains(":")) {
      return Optional.empty();
    }
    String digits = address.substring(colon + 1);
    int port = digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : -1;
    return port < 0 || port > 65535
        ? Optional.empty()
        : Optional.of(new WebOptions(host, port, lifecycle));
  }

  /** Returns whether browsers reach the server by TLS, as far as the external URL says. */
  static boolean isHttps(@Nullable URI externalUrl) {
    return externalUrl != null && externalUrl.getScheme().equals("https");
  }

  /** Returns these options, with or without {@code /mcp}. */
  public WebOptions withMcp(boolean enabled) {
    return new WebOptions(host, port, lifecycle, enabled, externalUrl);
  }

  /** Returns these options with an external URL. */
  public WebOptions withExternalUrl(@Nullable URI url) {
    return new WebOptions(host, port, lifecycle, mcp, url);
  }
}
