package io.github.anomalyexporter.server.web;

import java.util.Optional;

/**
 * Where and how HTTP is served.
 *
 * @param host empty for all addresses
 * @param port 0 for any free one
 * @param lifecycle whether requests of anybody may change something: reload, forget; those of a
 *     user who has logged in always may
 */
public record WebOptions(String host, int port, boolean lifecycle) {

  /**
   * An address as Prometheus' flags have it: {@code :9877}, {@code 127.0.0.1:9877}, {@code
   * [::1]:9877}.
   *
   * @return empty where it is none
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
}
