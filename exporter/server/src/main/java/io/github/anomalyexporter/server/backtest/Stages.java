package io.github.anomalyexporter.server.backtest;

import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import java.time.Duration;

/** The progress of a backtest in words. */
public final class Stages implements Backtest.Progress {
  private final Listener listener;

  /** Receives the stages on the thread of the backtest. */
  @FunctionalInterface
  public interface Listener {
    /**
     * A stage has begun, or goes on.
     *
     * @param text such as {@code training 2 of 3}
     * @param done share of the trainings that is done, from 0 to 1; NaN before the first
     */
    void stage(String text, double done);
  }

  public Stages(Listener listener) {
    this.listener = listener;
  }

  @Override
  public void asking(Duration length, int instances) {
    listener.stage(
        "querying Prometheus for %s of history of %s instances"
            .formatted(PrometheusDuration.format(length), instances),
        Double.NaN);
  }

  @Override
  public TrainingProgress training(int number, int of) {
    String text = "training %s of %s".formatted(number, of);
    listener.stage(text, (number - 1.0) / of);
    return (epoch, epochs, loss) -> {
      listener.stage(
          "%s, epoch %s of at most %s".formatted(text, epoch, epochs),
          (number - 1 + (double) epoch / epochs) / of);
      return true;
    };
  }
}
