package io.github.anomalyexporter.it.support;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.opentest4j.TestAbortedException;

/**
 * A copy of this machine, booted by systemd: packages are installed on it, and nothing of that is
 * left when it is closed. It shares the network and the processors with this machine.
 */
public final class Machine implements AutoCloseable {

  private final Path directory;
  private final ChildProcess process;
  private final AtomicInteger commands = new AtomicInteger();

  private Machine(Path directory, ChildProcess process) {
    this.directory = directory;
    this.process = process;
  }

  /**
   * Boots a machine. Where there cannot be one, the test is skipped with the reason.
   *
   * @param directory where its output goes
   * @param shared what it sees, read-only, as {@code /mnt}
   */
  public static Machine boot(Path directory, Path shared) throws IOException {
    Files.createDirectories(directory);
    skipUnless("the tests run as root", "test $(id -u) = 0");
    skipUnless("this is Debian or Ubuntu", "command -v dpkg");
    skipUnless("systemd is installed", "test -x /usr/lib/systemd/systemd");
    skipUnless("root may mount", "unshare --mount true");
    skipUnless("Java is from a package", "dpkg-query --search $(readlink -f $(command -v java))");
    Path script = Tools.shipped("exporter/integration-tests/src/test/resources/machine/boot");
    ChildProcess process =
        ChildProcess.start(
            directory.resolve("boot"),
            Map.of(),
            List.of("sh", script.toString(), directory.toString(), shared.toString()));
    Machine machine = new Machine(directory, process);
    await("the machine has booted; log: " + directory)
        .whileAlive(process)
        .until(() -> machine.isRunning());
    return machine;
  }

  private static void skipUnless(String condition, String command) throws IOException {
    if (exitCode(command) != 0) {
      System.out.println("SKIPPED: no machine to install on, that needs that " + condition);
      throw new TestAbortedException("it is not so that " + condition);
    }
  }

  /** How a shell's command on this machine ends. */
  private static int exitCode(String command) throws IOException {
    Process shell =
        new ProcessBuilder("sh", "-c", command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      return shell.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private boolean isRunning() {
    return Files.exists(directory.resolve("pid"))
        && run("systemctl", "is-system-running").out().strip().equals("running");
  }

  /** Runs a command to its end. */
  public Exporter.Outcome run(String... command) {
    List<String> words = new ArrayList<>(List.of("nsenter", "--target=" + pid()));
    words.addAll(List.of("--mount", "--pid", "--uts", "--ipc", "--cgroup", "--root", "--wd"));
    words.addAll(List.of(command));
    Path log = directory.resolve("command-" + commands.incrementAndGet());
    try (ChildProcess child = ChildProcess.start(log, Map.of("LC_ALL", "C"), words)) {
      int exitCode = child.awaitExit();
      return new Exporter.Outcome(exitCode, child.out(), child.err());
    }
  }

  /** What a shell prints for a command that has to end well, without blanks around it. */
  public String shell(String command) {
    Exporter.Outcome outcome = run("sh", "-c", command);
    assertThat(outcome.exitCode()).as("%s: %s", command, outcome).isZero();
    return outcome.out().strip();
  }

  private String pid() {
    return read("pid");
  }

  private String read(String file) {
    try {
      return Files.readString(directory.resolve(file)).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it with all its processes, and removes their control groups. */
  @Override
  public void close() {
    process.close();
    String command = "find " + read("cgroup") + " -depth -type d -exec rmdir {} +";
    await("its processes are gone").untilAsserted(() -> assertThat(exitCode(command)).isZero());
  }
}
