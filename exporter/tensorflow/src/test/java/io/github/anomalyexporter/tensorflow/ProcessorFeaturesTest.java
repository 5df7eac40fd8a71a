package io.github.anomalyexporter.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessorFeaturesTest {
  @TempDir Path directory;

  private boolean lacksAvx(String architecture, String text) throws IOException {
    return ProcessorFeatures.lacksAvx(
        architecture, Files.writeString(directory.resolve("cpuinfo"), text));
  }

  @Test
  void a_processor_of_x86_64_without_the_flag_lacks_it() throws IOException {
    String flags = "processor\t: 0\nflags\t\t: fpu sse4_2 avx512_like\nbugs\t\t: none\n";

    assertThat(lacksAvx("amd64", flags)).isTrue();
    assertThat(lacksAvx("amd64", flags.replace("avx512_like", "avx avx2"))).isFalse();
    assertThat(lacksAvx("aarch64", flags)).as("its library does not need it").isFalse();
  }

  @Test
  void nothing_is_known_without_the_flags() throws IOException {
    assertThat(lacksAvx("amd64", "processor\t: 0\n")).isFalse();
    assertThat(ProcessorFeatures.lacksAvx("amd64", directory.resolve("none"))).isFalse();
  }
}
