package io.github.anomalyexporter.it.support;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A real browser that looks at the page: the scripts of {@code exporter/ui/e2e}, executed by Node.
 * A test is skipped if there is no Chromium.
 */
public final class Browser {
  private static final List<String> PROGRAMS =
      List.of("chromium", "chromium-browser", "google-chrome");

  private final Path directory;
  private final Path program;
  private final Map<String, String> environment = new HashMap<>();

  private Browser(Path directory, Path program) {
    this.directory = directory;
    this.program = program;
  }

  /**
   * Returns the browser of this machine.
   *
   * @param directory for the output
   */
  public static Browser of(Path directory) {
    Path found =
        found()
            .orElseThrow(
                () -> {
                  System.out.println(
                      "SKIPPED: the page in a browser, there is none of " + PROGRAMS);
                  return new TestAbortedException("no browser");
                });
    return new Browser(directory, found);
  }

  private static Optional<Path> found() {
    String[] folders = System.getenv("PATH").split(File.pathSeparator, -1);
    return PROGRAMS.stream()
        .flatMap(name -> Arrays.stream(folders).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Sets a variable that the scripts read. */
  public Browser with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Executes a script, whose tests have to pass. */
  public void runs(String script) {
    System.out.println(execute(script, "--test", "--test-reporter=spec"));
  }

  /** Executes a script that is no test; returns its output. */
  public String prints(String script) {
    return execute(script);
  }

  private String execute(String script, String... options) {
    environment.put("CHROMIUM", program.toString());
    String file = Tools.shipped("exporter/ui/e2e/" + script).toString();
    List<String> command =
        Stream.of(Stream.of("node"), Arrays.stream(options), Stream.of(file))
            .flatMap(part -> part)
            .toList();
    return ChildProcess.run(directory.resolve(script), environment, command);
  }
}
