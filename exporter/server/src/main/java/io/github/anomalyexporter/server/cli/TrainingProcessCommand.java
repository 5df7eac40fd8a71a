package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.server.app.TrainingWorker;
import io.github.anomalyexporter.server.worker.TrainingPlatform;
import io.github.anomalyexporter.server.worker.TrainingProcess;
import io.github.anomalyexporter.server.worker.WorkerChannel;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command {@code training-process}, which {@code serve} starts: one training. */
@Command(
    name = TrainingProcess.COMMAND,
    hidden = true,
    description = "One training, started by serve, which writes the request to standard input.")
final class TrainingProcessCommand implements Callable<Integer> {
  @Option(names = TrainingPlatform.CHECK, description = "Says whether this machine can train.")
  private boolean check;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintStream events =
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    // Standard output is for events alone.
    System.setOut(System.err);
    TrainingWorker worker = new TrainingWorker(new WorkerChannel(System.in, events));
    if (check) {
      worker.check();
    } else {
      worker.run(() -> Runtime.getRuntime().halt(AnomalyExporter.RUNTIME_FAILURE));
    }
    return 0;
  }
}
