package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Reads the {@code links} section. */
final class LinksReader {
  private LinksReader() {}

  static LinksConfig read(Section section) {
    return new LinksConfig(
        url(section.value("prometheus"), "https://prometheus.example.org"),
        url(section.value("grafana"), "https://grafana.example.org"),
        url(section.value("alertmanager"), "https://alertmanager.example.org"));
  }

  private static @Nullable URI url(Value value, String example) {
    URI url = HttpClientReader.url(value, example).orElse(null);
    if (url != null && url.getRawAuthority().contains("@")) {
      // Everyone who opens the page would see them.
      value.problem(
          ProblemKind.INVALID_VALUE, "a URL without user and password", "one with a user");
      return null;
    }
    return url;
  }
}
