package io.github.anomalyexporter.server.config;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Addresses of other pages as a browser reaches them, for links of the page; the exporter itself
 * sends no request to them. Each is http or https without credentials, and null if there is no link
 * to it.
 */
public record LinksConfig(
    @Nullable URI prometheus, @Nullable URI grafana, @Nullable URI alertmanager) {
  /**
   * The address of a server for the exporter is often none for a browser, so there is no default.
   */
  public static final LinksConfig NONE = new LinksConfig(null, null, null);
}
