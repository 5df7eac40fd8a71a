package io.github.anomalyexporter.server.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SignalsTest {
  /** Returns whether the signal will come. */
  static final class Listener {
    private Listener() {}

    public static void main(String[] arguments) {
      System.out.println(Signals.on(arguments[0], () -> {}));
    }
  }

  private static String listen(String script, String signal)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                script + " exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Listener.class.getName(),
                signal)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return said.strip();
  }

  @Test
  void a_signal_that_the_process_was_started_to_ignore_is_known()
      throws IOException, InterruptedException {
    assertThat(listen("trap '' HUP;", "HUP")).isEqualTo("false");
  }

  /** Not of SIGHUP: the tests themselves may have been started with it ignored. */
  @Test
  void another_comes() throws IOException, InterruptedException {
    assertThat(listen("", "WINCH")).isEqualTo("true");
  }
}
