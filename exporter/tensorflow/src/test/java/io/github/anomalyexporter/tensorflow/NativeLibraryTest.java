package io.github.anomalyexporter.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.Test;

class NativeLibraryTest {
  private static final String FILE = System.mapLibraryName("jnitensorflow");

  private static Path unpacked() throws IOException {
    try (Stream<Path> files = Files.walk(Loader.getCacheDir().toPath())) {
      return files.filter(file -> file.endsWith(FILE)).findFirst().orElseThrow();
    }
  }

  private static Instant timeInArchive() throws IOException {
    String resource = "/org/tensorflow/internal/c_api/" + Loader.getPlatform() + "/" + FILE;
    URL url = Objects.requireNonNull(NativeLibrary.class.getResource(resource), resource);
    JarURLConnection archive = (JarURLConnection) url.openConnection();
    return archive.getJarEntry().getTimeLocal().toInstant(ZoneOffset.UTC);
  }

  @Test
  void programs_in_different_time_zones_do_not_unpack_it_for_each_other_again() throws IOException {
    TimeZone zone = TimeZone.getDefault();
    NativeLibrary.load();

    assertThat(Files.getLastModifiedTime(unpacked()).toInstant()).isEqualTo(timeInArchive());
    assertThat(TimeZone.getDefault()).isEqualTo(zone);
  }
}
