package io.github.anomalyexporter.server.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JavaCommandTest {
  @Test
  void properties_are_kept_and_the_heap_and_debuggers_are_not() {
    assertThat(
            JavaCommand.kept(
                Stream.of(
                    "-Xmx2g",
                    "-XX:MaxRAMPercentage=75",
                    "-XX:+UseZGC",
                    "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
                    "-javaagent:agent.jar",
                    "-Djavax.net.ssl.trustStore=/etc/trust",
                    "-Dorg.bytedeco.javacpp.cachedir=/cache",
                    "-Danomaly-exporter.terminal=true",
                    "-Dcom.sun.management.jmxremote.port=9999",
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:ActiveProcessorCount=2")))
        .containsExactly(
            "-Djavax.net.ssl.trustStore=/etc/trust",
            "-Dorg.bytedeco.javacpp.cachedir=/cache",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:ActiveProcessorCount=2");
  }

  @Test
  void the_heap_is_that_of_the_training() {
    List<String> command = JavaCommand.of(300L << 20, List.of("work"));

    assertThat(command).contains("-Xmx300m", "-XX:+ExitOnOutOfMemoryError");
    assertThat(command.subList(command.size() - 2, command.size()))
        .containsExactly("io.github.anomalyexporter.server.cli.AnomalyExporter", "work");
  }
}
