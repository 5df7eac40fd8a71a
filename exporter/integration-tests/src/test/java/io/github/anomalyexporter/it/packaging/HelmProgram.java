package io.github.anomalyexporter.it.packaging;

import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Helm 4, as {@code examples/demo/get-tools} brings it where it can. Where it cannot, the test is
 * reported as skipped.
 */
final class HelmProgram implements Helm {
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final Path directory = Tools.workspace(HelmProgram.class);

  @Override
  public Outcome template(Path chart, String release, Path values) {
    return run(
        "template",
        release,
        chart.toString(),
        "--kube-version=" + KUBERNETES,
        "--values=" + values);
  }

  @Override
  public Outcome notes(Path chart, String release, Path values) {
    return run("install", release, chart.toString(), "--dry-run=client", "--values=" + values);
  }

  @Override
  public Outcome pack(Path chart, Path directory) {
    return run("package", chart.toString(), "--destination=" + directory);
  }

  @Override
  public Outcome lint(Path chart, Path values) {
    return run("lint", "--strict", chart.toString(), "--values=" + values);
  }

  private Outcome run(String... arguments) {
    Path program = Tools.optional("helm", "helm");
    Assumptions.assumeTrue(
        Files.isExecutable(program), () -> "there is no " + program + "; examples/demo/get-tools");
    List<String> command =
        Stream.concat(
                Stream.of(program.toString(), "--namespace=" + NAMESPACE), Stream.of(arguments))
            .toList();
    Path log = directory.resolve("helm-" + RUNS.incrementAndGet());
    try (ChildProcess helm = ChildProcess.start(log, environment(), command)) {
      boolean succeeded = helm.awaitExit() == 0;
      return new Outcome(succeeded, succeeded ? helm.out() : helm.err() + helm.out());
    }
  }

  /** Neither what the user has configured nor a cluster. */
  private Map<String, String> environment() {
    String home = directory.toString();
    return Map.of(
        "HELM_CACHE_HOME", home,
        "HELM_CONFIG_HOME", home,
        "HELM_DATA_HOME", home,
        "KUBECONFIG", "/dev/null");
  }
}
