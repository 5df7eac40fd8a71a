package io.github.anomalyexporter.evaluation.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Training and test file of one instance.
 *
 * @param instance name of the instance: the name of the test file without its suffixes
 * @param train training file
 * @param test file to score
 * @param interpretation {@code NAME.interpretation.txt} beside the test file; need not exist
 */
public record Pair(String instance, Path train, Path test, Path interpretation) {
  private static final Pattern TRAIN = Pattern.compile("(.+)\\.train(\\.csv(?:\\.gz)?)");
  private static final Pattern TEST_ENDING = Pattern.compile("(\\.test)?(\\.csv)?(\\.gz)?$");

  /**
   * Returns a pair of files with any names.
   *
   * @throws InputException if both are the same file
   */
  public static Pair of(Path train, Path test) {
    if (train.toAbsolutePath().normalize().equals(test.toAbsolutePath().normalize())) {
      throw new InputException(
          test, "expected a file different from the training file, found the same file");
    }
    Path name = test.getFileName();
    String instance =
        name == null ? test.toString() : TEST_ENDING.matcher(name.toString()).replaceFirst("");
    return new Pair(instance, train, test, test.resolveSibling(instance + ".interpretation.txt"));
  }

  /**
   * Returns every {@code NAME.train.csv} or {@code .csv.gz} with its {@code NAME.test...}, by name.
   *
   * @throws InputException if no training file exists, or a training file has no test file
   */
  public static List<Pair> in(Path directory) {
    List<Pair> pairs = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path train : files.sorted().toList()) {
        Matcher name = TRAIN.matcher(String.valueOf(train.getFileName()));
        if (name.matches()) {
          pairs.add(of(train, test(train, name.group(1), name.group(2))));
        }
      }
    } catch (IOException e) {
      throw new InputException(directory, "expected a directory that can be read, found none");
    }
    if (pairs.isEmpty()) {
      throw new InputException(
          directory, "expected files NAME.train.csv.gz and NAME.test.csv.gz, found none");
    }
    return pairs;
  }

  private static Path test(Path train, String name, String ending) {
    for (String each : List.of(ending, ".csv", ".csv.gz")) {
      Path test = train.resolveSibling(name + ".test" + each);
      if (Files.exists(test)) {
        return test;
      }
    }
    throw new InputException(
        train, "expected %s.test%s beside it, found none".formatted(name, ending));
  }
}
