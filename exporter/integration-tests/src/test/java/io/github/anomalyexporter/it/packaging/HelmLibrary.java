package io.github.anomalyexporter.it.packaging;

import com.marcnuri.helm.LintResult;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Helm 3, as a library that comes with the build. It renders no hooks. */
final class HelmLibrary implements Helm {
  @Override
  public Outcome template(Path chart, String release, Path values) {
    return outcome(
        () ->
            new com.marcnuri.helm.Helm(chart)
                .template()
                .withName(release)
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES)
                .withValuesFile(values)
                .call());
  }

  @Override
  public Outcome notes(Path chart, String release, Path values) {
    return outcome(
        () ->
            new com.marcnuri.helm.Helm(chart)
                .install()
                .withName(release)
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES)
                .clientOnly()
                .dryRun()
                .withValuesFile(values)
                .call()
                .getOutput());
  }

  @Override
  public Outcome pack(Path chart, Path directory) {
    return outcome(
        () ->
            new com.marcnuri.helm.Helm(chart)
                .packageIt()
                .withDestination(directory)
                .call()
                .toString());
  }

  /** It lints with the chart's own values only. */
  @Override
  public Outcome lint(Path chart, Path values) {
    LintResult result = new com.marcnuri.helm.Helm(chart).lint().strict().call();
    return new Outcome(!result.isFailed(), String.join("\n", result.getMessages()));
  }

  private static Outcome outcome(Supplier<String> command) {
    try {
      return new Outcome(true, command.get());
    } catch (IllegalStateException e) {
      return new Outcome(false, String.valueOf(e.getMessage()));
    }
  }
}
