package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The Helm chart, and what becomes of it with some values. */
final class Chart {
  static final Path DIRECTORY = Tools.shipped("helm/anomaly-exporter");

  /** The name of the release, where it does not matter. */
  static final String RELEASE = "ae";

  private static final AtomicInteger FILES = new AtomicInteger();

  private Chart() {}

  /** The values that each have to work, {@code ci/*-values.yaml}. */
  static List<Path> valuesFiles() {
    try (Stream<Path> files = Files.list(DIRECTORY.resolve("ci"))) {
      List<Path> found = files.sorted().toList();
      assertThat(found).isNotEmpty();
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One of them, by its name without {@code -values.yaml}. */
  static Path valuesFile(String name) {
    return DIRECTORY.resolve("ci").resolve(name + "-values.yaml");
  }

  /** Writes values of a test to a file. */
  static Path values(String yaml) {
    Path file = Tools.workspace(Chart.class).resolve("values-" + FILES.incrementAndGet() + ".yaml");
    try {
      return Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The objects of a release, rendered by the Helm that is always there. */
  static Manifests render(Path values) {
    return render(HelmVersion.THREE, RELEASE, values);
  }

  /** The objects of a release. */
  static Manifests render(HelmVersion version, String release, Path values) {
    Helm.Outcome outcome = version.helm().template(DIRECTORY, release, values);
    assertThat(outcome.succeeded()).as(outcome.text()).isTrue();
    return Manifests.parse(outcome.text());
  }
}
