package io.github.anomalyexporter.tensorflow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What TensorFlow's native library needs from the processor: it ends the JVM without a check. */
final class ProcessorFeatures {
  /** The file of the Linux kernel that describes the processors. */
  static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  private static final Set<String> X86_64 = Set.of("amd64", "x86_64");

  private ProcessorFeatures() {}

  /**
   * Returns whether the processor is known to lack AVX, which the library for x86-64 is compiled
   * for.
   *
   * @param architecture as the system property {@code os.arch}
   * @param cpuInfo where it is not readable, nothing is known
   */
  static boolean lacksAvx(String architecture, Path cpuInfo) {
    if (!X86_64.contains(architecture)) {
      return false;
    }
    try {
      List<String> flags =
          Files.readAllLines(cpuInfo, StandardCharsets.ISO_8859_1).stream()
              .filter(line -> line.startsWith("flags"))
              .toList();
      return !flags.isEmpty()
          && flags.stream().noneMatch(line -> Arrays.asList(line.split("\\s+")).contains("avx"));
    } catch (IOException e) {
      return false;
    }
  }
}
