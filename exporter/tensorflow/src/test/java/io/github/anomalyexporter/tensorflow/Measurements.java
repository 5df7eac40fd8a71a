package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.TrainedAutoencoder;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.model.TrainingRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Prints what training, scoring, saving and loading cost, and the resident memory over many rounds.
 * Run by hand; nothing depends on its figures.
 */
final class Measurements {
  private static final Architecture ARCHITECTURE = new Architecture(38, List.of(32, 4, 32));

  private Measurements() {}

  public static void main(String[] arguments) throws IOException {
    training(6);
    training(6);
    TrainedAutoencoder fleet = training(1000);
    unequal();
    scoring(fleet);
    for (int round = 1; round <= 20; round++) {
      try (Autoencoder opened = new TensorFlowFormat().open(train(50, 200, 2).weights())) {
        opened.reconstruct(new float[38], new int[1]);
      }
      if (round % 5 == 0) {
        System.out.printf("round %d: resident %s%n", round, resident());
      }
    }
  }

  private static TrainedAutoencoder training(int stackRows) {
    int epochs = 10;
    long before = System.nanoTime();
    TrainedAutoencoder trained = train(stackRows, 1000, epochs);
    System.out.printf(
        "training %d rows of the stack: %.1f ms an epoch, loss %.5f, resident %s%n",
        stackRows,
        milliseconds(before) / epochs,
        trained.reports().get(0).validationLoss(),
        resident());
    return trained;
  }

  private static void unequal() {
    List<TrainingRows> rows = new ArrayList<>();
    rows.add(SyntheticRows.correlated(38, 50_000, 0));
    IntStream.range(1, 1000).forEach(i -> rows.add(SyntheticRows.correlated(38, 1000, i)));
    TrainingOptions options = new TrainingOptions(3, 10, 64, 1e-3, 1, 1);
    long before = System.nanoTime();
    new TensorFlowTrainer().train(ARCHITECTURE, rows, options, TrainingProgress.SILENT);
    System.out.printf(
        "training 999 rows of the stack and one of 50,000 samples: %.1f ms an epoch%n",
        milliseconds(before) / 3);
  }

  private static TrainedAutoencoder train(int stackRows, int samples, int epochs) {
    List<TrainingRows> rows =
        IntStream.range(0, stackRows)
            .mapToObj(i -> SyntheticRows.correlated(38, samples, i))
            .toList();
    TrainingOptions options = new TrainingOptions(epochs, 10, 64, 1e-3, 1, 1);
    return new TensorFlowTrainer().train(ARCHITECTURE, rows, options, TrainingProgress.SILENT);
  }

  private static void scoring(TrainedAutoencoder fleet) throws IOException {
    TensorFlowFormat format = new TensorFlowFormat();
    Path directory = Files.createTempDirectory("measurements");
    long before = System.nanoTime();
    Autoencoder opened = format.open(fleet.weights());
    System.out.printf("open: %.1f ms%n", milliseconds(before));
    before = System.nanoTime();
    format.save(opened, directory);
    System.out.printf("save: %.1f ms%n", milliseconds(before));
    opened.close();
    for (int i = 0; i < 3; i++) {
      before = System.nanoTime();
      format.load(directory, ARCHITECTURE).close();
      System.out.printf("load: %.1f ms%n", milliseconds(before));
    }
    try (Autoencoder loaded = format.load(directory, ARCHITECTURE)) {
      float[] inputs = new float[1000 * 38];
      int[] stackRows = IntStream.range(0, 1000).toArray();
      for (int round = 0; round < 3; round++) {
        int calls = 500;
        before = System.nanoTime();
        for (int i = 0; i < calls; i++) {
          loaded.reconstruct(inputs, stackRows);
        }
        System.out.printf("scoring 1,000 samples: %.2f ms%n", milliseconds(before) / calls);
      }
      before = System.nanoTime();
      loaded.reconstruct(new float[100_000 * 38], new int[100_000]);
      System.out.printf("scoring 100,000 samples of one row: %.1f ms%n", milliseconds(before));
    }
  }

  private static double milliseconds(long since) {
    return (System.nanoTime() - since) / 1e6;
  }

  private static String resident() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS"))
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
