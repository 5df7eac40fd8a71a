package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.model.TrainedAutoencoder.RowReport;
import io.github.anomalyexporter.server.app.CommandSession;
import io.github.anomalyexporter.server.logging.AuditLog;
import io.github.anomalyexporter.server.run.TrainedModel;
import io.github.anomalyexporter.server.run.TrainingWatch;
import io.github.anomalyexporter.server.store.LoadedModel;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Command {@code train}: trains all detectors once. */
@Command(
    name = "train",
    description =
        "Trains all detectors once and stores their models. A running exporter loads them at its next reload, or within half a minute with --training=off.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TrainCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--allow-missing-features",
      description =
          "Trains even if features of the stored model are missing on every instance; the new model does not have them.")
  private boolean allowMissingFeatures;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    TrainingWatch progress = ProgressLine.onOutput(out).training();
    boolean failed = false;
    try (CommandSession session = CommandSession.open(options.settings())) {
      for (String detector : session.detectors()) {
        out.printf("detector %s: reading the history%n", detector);
        out.flush();
        boolean trained = false;
        try {
          trained = report(detector, session.train(detector, allowMissingFeatures, progress), out);
        } finally {
          AuditLog.writeCommand("train " + detector, trained);
        }
        failed |= !trained;
      }
    }
    out.flush();
    return failed ? AnomalyExporter.RUNTIME_FAILURE : 0;
  }

  private static boolean report(String name, TrainedModel trained, PrintWriter out) {
    new TreeMap<>(trained.untrained())
        .forEach((instance, reason) -> out.printf("  left out: %s: %s%n", instance, reason));
    new TreeMap<>(trained.failed())
        .forEach((instance, reason) -> out.printf("  not read: %s: %s%n", instance, reason));
    LoadedModel model = trained.model();
    if (model == null) {
      out.printf("detector %s: no instance has enough history yet (min_history)%n", name);
      return false;
    }
    out.printf("%ndetector %s: model %s%n", name, model.manifest().version());
    for (TrainedInstance row : model.trained().instances()) {
      RowReport report = row.report();
      out.printf(
          Locale.ROOT,
          "  %-50s %sthreshold %.3f (%s)%n",
          row.instance().equals(TrainedInstance.FLEET) ? "fleet" : row.instance(),
          report == null
              ? ""
              : String.format(
                  Locale.ROOT,
                  "best epoch %3d, validation loss %.5f, ",
                  report.bestEpoch(),
                  report.validationLoss()),
          row.calibration().threshold(),
          row.calibration().method().name().toLowerCase(Locale.ROOT));
    }
    return trained.failed().isEmpty();
  }
}
