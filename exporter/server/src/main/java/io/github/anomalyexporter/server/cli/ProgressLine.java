package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.server.run.BlockProgress;
import io.github.anomalyexporter.server.run.TrainingWatch;
import java.io.PrintWriter;
import java.util.Locale;

/** Progress line of a command, updated in place on a terminal. */
final class ProgressLine {
  private static final String ERASE_REST = "\u001b[K";

  /** Number of lines of a training that are shown without a terminal. */
  private static final int LINES = 10;

  private final PrintWriter out;
  private final boolean terminal;

  private ProgressLine(PrintWriter out, String terminalProperty) {
    this.out = out;
    // Set by bin/anomaly-exporter: Java can detect a terminal on one of its streams only from 22
    // on.
    this.terminal = Boolean.getBoolean(terminalProperty);
  }

  /** A line on standard error. */
  static ProgressLine onError(PrintWriter err) {
    return new ProgressLine(err, "anomaly-exporter.error-terminal");
  }

  /** A line on standard output. */
  static ProgressLine onOutput(PrintWriter out) {
    return new ProgressLine(out, "anomaly-exporter.terminal");
  }

  /** Replaces the text of the line, on terminals only; an empty text removes it. */
  void show(String text) {
    if (terminal) {
      update(text + ERASE_REST);
    }
  }

  private void update(String text) {
    out.print("\r" + text);
    out.flush();
  }

  /** Shows the epochs of a training, on terminals only. */
  TrainingProgress epochs(String what) {
    return (epoch, epochs, loss) -> {
      show("%s, epoch %s of at most %s".formatted(what, epoch, epochs));
      return true;
    };
  }

  /**
   * Shows the losses of a training, and the blocks of a training with several of them; without a
   * terminal in about ten lines each.
   */
  TrainingWatch training() {
    return new TrainingWatch() {
      private BlockProgress blocks = new BlockProgress(0, 1, 0, 0);

      @Override
      public synchronized void blocks(BlockProgress progress) {
        blocks = progress;
        if (progress.blocks() > 1) {
          line(text(progress), isShown(progress.done(), progress.blocks()));
        }
      }

      @Override
      public synchronized void epoch(int epoch, int epochs, double loss) {
        String text =
            String.format(
                Locale.ROOT, "  epoch %d of at most %d, validation loss %.5f", epoch, epochs, loss);
        if (blocks.blocks() == 1) {
          line(text, isShown(epoch, epochs));
        } else {
          line(text(blocks) + "," + text, false);
        }
      }

      private static String text(BlockProgress progress) {
        return "  block %s of %s completed, %s of %s instances"
            .formatted(
                progress.done(), progress.blocks(), progress.instancesDone(), progress.instances());
      }
    };
  }

  /**
   * @param lasting whether it is a line without a terminal
   */
  private void line(String text, boolean lasting) {
    if (terminal) {
      update(text + " " + ERASE_REST);
    } else if (lasting) {
      out.println(text);
      out.flush();
    }
  }

  /** Returns whether an epoch has a line: about ten epochs, evenly spaced, and the last. */
  static boolean isShown(int epoch, int epochs) {
    return epoch == epochs || epoch % Math.max(1, epochs / LINES) == 0;
  }
}
