package io.github.anomalyexporter.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.anomalyexporter.core.model.TrainedAutoencoder.RowReport;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.score.NormalityTests;
import io.github.anomalyexporter.output.TextTable;
import io.github.anomalyexporter.server.app.DetectorParts;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.LeftOut;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.logging.AuditLog;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.ModelStore;
import io.github.anomalyexporter.server.store.StoredModel;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Command {@code models list|show|rollback}: manages stored models. */
@Command(
    name = "models",
    description = "Lists, shows and rolls back stored models.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ModelsCommand implements Runnable {
  private static final TextTable VERSIONS =
      TextTable.of(0, 1).left(16).left(20).left(10).right(9).right(6);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected models list, show or rollback");
  }

  @Command(
      name = "list",
      description = "Lists the model versions, newest first.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int list(
      @Mixin ConfigOptions options,
      @Option(names = "--detector", description = "Only this detector.") @Nullable String detector)
      throws ConfigException {
    PrintWriter out = spec.commandLine().getOut();
    out.println(VERSIONS.line("DETECTOR", "VERSION", "STATE", "INSTANCES", "FLEET"));
    Config config = options.settings().load();
    for (DetectorConfig each : ConfigOptions.chosen(config, detector)) {
      ModelStore store = store(config, each);
      List<StoredModel> models = store.list((place, reason) -> {});
      Optional<Path> serving = serving(store, each).map(StoredModel::directory);
      boolean older = false;
      for (StoredModel model : models) {
        boolean serves = serving.filter(model.directory()::equals).isPresent();
        String state =
            serves ? "serving" : model.withdrawn() ? "withdrawn" : older ? "kept" : "refused";
        older |= serves;
        out.println(
            VERSIONS.line(
                each.name(),
                model.manifest().version(),
                state,
                model.manifest().rows().size() - 1,
                model.manifest().fleetSize()));
      }
    }
    out.flush();
    return 0;
  }

  @Command(
      name = "show",
      description = "Shows how a model was trained and how its thresholds were chosen.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int show(
      @Mixin ConfigOptions options,
      @Option(names = "--detector", description = "Only this detector.") @Nullable String detector,
      @Option(names = "--json", description = "Prints the stored manifest.") boolean json,
      @Parameters(
              arity = "0..1",
              paramLabel = "VERSION",
              description = "Model version (default: the active model).")
          @Nullable String version)
      throws ConfigException, JsonProcessingException {
    Config config = options.settings().load();
    for (DetectorConfig each : ConfigOptions.chosen(config, detector)) {
      ModelStore store = store(config, each);
      Optional<StoredModel> wanted =
          version == null
              ? serving(store, each)
              : store.list(this::refused).stream()
                  .filter(it -> it.manifest().version().equals(version))
                  .findFirst();
      StoredModel model =
          wanted.orElseThrow(
              () ->
                  new UsageException(
                      "detector %s has no model%s; see: anomaly-exporter models list"
                          .formatted(each.name(), version == null ? "" : " " + version)));
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(ModelStore.toJson(model.manifest()));
      } else {
        show(model.manifest(), out);
      }
      out.flush();
    }
    return 0;
  }

  private static void show(Manifest manifest, PrintWriter out) {
    Manifest.Provenance made = manifest.provenance();
    out.printf(
        "detector      %s%ntype          %s%nversion       %s%n",
        manifest.detector(), manifest.type(), manifest.version());
    out.printf(
        "created       %s by anomaly-exporter %s on Java %s%n",
        made.createdAt(), made.exporterVersion(), made.javaVersion());
    out.printf(
        "history       %s to %s, step %s, rate window %s%n",
        made.historyStart(), made.historyEnd(), made.step(), made.rateWindow());
    if (manifest.architecture().hidden().isEmpty()) {
      out.printf(Locale.ROOT, "inputs        %d%n", manifest.features().size());
      out.printf(Locale.ROOT, "seed          %d%n", made.training().seed());
    } else {
      out.printf(
          Locale.ROOT,
          "layers        %d inputs - %s - %d outputs%n",
          manifest.features().size(),
          manifest.architecture().hidden(),
          manifest.features().size());
      out.printf("training      %s%n", made.training());
    }
    LeftOut leftOut = manifest.leftOut();
    if (leftOut.present() > 0) {
      out.printf("left out      %s%n", share(leftOut, "the history"));
    }
    for (Manifest.Row row : manifest.rows()) {
      out.printf("%n%s%n", row.instance().isEmpty() ? "fleet" : row.instance());
      out.printf(Locale.ROOT, "  trained %s on %d rows", row.trainedAt(), row.trainingRows());
      RowReport report = row.report();
      if (report != null) {
        out.printf(
            Locale.ROOT,
            ", best epoch %d, validation loss %.6f",
            report.bestEpoch(),
            report.validationLoss());
      }
      out.println();
      if (row.leftOut() != null && row.leftOut().rows() > 0) {
        out.printf("  left out %s%n", share(row.leftOut(), "its history"));
      }
      if (row.refused() != null) {
        out.printf("  a later training was refused: %s%n", row.refused());
      }
      show(row.calibration(), out);
    }
  }

  private static String share(LeftOut leftOut, String what) {
    return String.format(
        Locale.ROOT,
        "%.1f%% of %s (alert %.1f%%, silence %.1f%%, calendar %.1f%%)",
        100 * leftOut.ratio(leftOut.rows()),
        what,
        100 * leftOut.ratio(leftOut.alert()),
        100 * leftOut.ratio(leftOut.silence()),
        100 * leftOut.ratio(leftOut.calendar()));
  }

  private static void show(Calibration calibration, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "  threshold %.4f by %s: %s%n",
        calibration.threshold(),
        calibration.method().name().toLowerCase(Locale.ROOT),
        calibration.reason());
    NormalityTests tests = calibration.normality();
    if (tests != null) {
      out.printf(
          Locale.ROOT,
          "  normality of %d errors (thinning %d): Shapiro-Wilk W %.4f p %.4g, Lilliefors D %.4f p"
              + " %.4g%n",
          tests.sampleSize(),
          tests.thinning(),
          tests.shapiroWilk().statistic(),
          tests.shapiroWilk().pValue(),
          tests.lilliefors().statistic(),
          tests.lilliefors().pValue());
    }
    out.printf(
        Locale.ROOT,
        "  errors: %d, mean %.4f, standard deviation %.4f, median %.4f%n   ",
        calibration.errors().rows(),
        calibration.errors().mean(),
        calibration.errors().standardDeviation(),
        calibration.errors().median());
    calibration
        .errors()
        .quantiles()
        .forEach(it -> out.printf(Locale.ROOT, " %.3g:%.3f", it.probability(), it.error()));
    out.println();
  }

  @Command(
      name = "rollback",
      description =
          "Withdraws the active model; the previous model becomes active at the next reload or start.",
      mixinStandardHelpOptions = true,
      sortOptions = false)
  int rollback(
      @Mixin ConfigOptions options,
      @Option(names = "--detector", description = "Only this detector.") @Nullable String detector)
      throws ConfigException {
    Config config = options.settings().load();
    PrintWriter out = spec.commandLine().getOut();
    for (DetectorConfig each : ConfigOptions.chosen(config, detector)) {
      ModelStore.Rollback rollback = rollback(config, each);
      out.printf(
          "detector %s: %s withdrawn, %s is active; reload a running exporter (SIGHUP)%n",
          each.name(), rollback.withdrawn(), rollback.serving().manifest().version());
    }
    out.flush();
    return 0;
  }

  private static ModelStore.Rollback rollback(Config config, DetectorConfig detector) {
    boolean done = false;
    try {
      ModelStore.Rollback rollback =
          store(config, detector).rollback(DetectorParts.schema(detector), null, null);
      done = true;
      return rollback;
    } finally {
      AuditLog.writeCommand("models rollback " + detector.name(), done);
    }
  }

  private static ModelStore store(Config config, DetectorConfig detector) {
    return DetectorParts.store(config, detector);
  }

  /** Returns the model that serve would load; prints why each newer model is refused. */
  private Optional<StoredModel> serving(ModelStore store, DetectorConfig detector) {
    return store.serving(DetectorParts.schema(detector), this::refused);
  }

  private void refused(Path place, String reason) {
    spec.commandLine().getErr().println("refused: " + reason);
  }
}
