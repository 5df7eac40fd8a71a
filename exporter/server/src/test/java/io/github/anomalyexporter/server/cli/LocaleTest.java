package io.github.anomalyexporter.server.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a process of its own, under locales of its users. */
class LocaleTest {
  @TempDir private static Path directory;
  private static String english;

  @BeforeAll
  static void evaluateInEnglish() throws IOException, InterruptedException {
    english = evaluate("en", "US");
  }

  @ParameterizedTest
  @CsvSource({
    "fa, IR", // digits of its own
    "tr, TR", // a lower case of its own, a comma in decimals
  })
  void a_training_succeeds_and_its_table_is_the_same_under_every_locale(
      String language, String country) throws IOException, InterruptedException {
    String output = evaluate(language, country);

    // One training: the columns before those of time.
    assertThat(output.replaceAll("(?m) +\\S+ s +\\S+ s$", ""))
        .isEqualTo(english.replaceAll("(?m) +\\S+ s +\\S+ s$", ""))
        .containsPattern("autoencoder .* 0\\.[0-9]{3}");
  }

  private static String evaluate(String language, String country)
      throws IOException, InterruptedException {
    Path output = directory.resolve(language + ".txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Duser.language=" + language,
                "-Duser.country=" + country,
                "-cp",
                System.getProperty("java.class.path"),
                AnomalyExporter.class.getName(),
                "evaluate",
                "--train=" + csv("train.csv", false),
                "--test=" + csv("test.csv", true))
            .redirectError(output.resolveSibling("errors.txt").toFile())
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor()).as("see " + output.resolveSibling("errors.txt")).isZero();
    return Files.readString(output, UTF_8);
  }

  private static Path csv(String name, boolean labels) throws IOException {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("cpu,load" + (labels ? ",label" : "") + "\n");
    for (int row = 0; row < 300; row++) {
      boolean event = labels && row >= 200 && row < 220;
      double cpu = Math.sin(row / 20.0) + 0.02 * random.nextGaussian();
      text.append(cpu).append(',').append(event ? -9 : 2 * cpu);
      text.append(labels ? event ? ",1\n" : ",0\n" : "\n");
    }
    return Files.writeString(directory.resolve(name), text);
  }
}
