package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.anomalyexporter.core.autoencoder.AutoencoderDetector;
import io.github.anomalyexporter.core.autoencoder.AutoencoderStack;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.tensorflow.TensorFlowInference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServedModelTest {
  private static final DetectorConfig CONFIG = SmallDetector.config();
  private static final Frame WINDOW = SmallDetector.window(CONFIG);
  private static final int SWAPS = 50;
  private static AutoencoderStack trained;

  private final List<Opened> opened = new ArrayList<>();
  private final ServedModel model = new ServedModel(CONFIG.features());

  /** The real one, and whether it was closed. */
  private static final class Opened implements Autoencoder {
    private final Autoencoder real = new TensorFlowInference().open(trained.weights());
    final AtomicInteger closed = new AtomicInteger();

    @Override
    public void reconstruct(float[] inputs, int[] stackRows, float[] reconstructed) {
      real.reconstruct(inputs, stackRows, reconstructed);
    }

    @Override
    public void close() {
      closed.incrementAndGet();
      real.close();
    }
  }

  @BeforeAll
  static void train() {
    trained = AutoencoderStack.of(SmallDetector.train(CONFIG));
  }

  @BeforeEach
  void serve() {
    serveNew();
  }

  private void serveNew() {
    Opened autoencoder = new Opened();
    opened.add(autoencoder);
    model.serve(
        new AutoencoderDetector(trained, autoencoder, 0.5),
        SmallRuns.manifest(CONFIG, "version-" + opened.size()));
  }

  @Test
  void a_swap_does_not_disturb_scoring_and_closes_the_one_before() throws Exception {
    AtomicBoolean goOn = new AtomicBoolean(true);
    AtomicInteger scored = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> scoring = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        scoring.add(
            threads.submit(
                () -> {
                  while (goOn.get()) {
                    assertThat(model.score(WINDOW).score(0)).isPositive();
                    scored.incrementAndGet();
                  }
                }));
      }
      for (int i = 0; i < SWAPS; i++) {
        int before = scored.get();
        serveNew();
        await().until(() -> scored.get() > before);
      }
      goOn.set(false);
      for (Future<?> each : scoring) {
        each.get();
      }
    } finally {
      goOn.set(false);
      threads.shutdownNow();
    }

    assertThat(model.manifest().orElseThrow().version()).isEqualTo("version-" + (SWAPS + 1));
    assertThat(opened.subList(0, SWAPS)).allSatisfy(it -> assertThat(it.closed).hasValue(1));
    assertThat(opened.get(SWAPS).closed).hasValue(0);
    model.close();
    assertThat(opened.get(SWAPS).closed).hasValue(1);
  }

  @Test
  void after_the_end_there_is_no_model() {
    model.close();
    model.close();

    assertThat(model.score(WINDOW).state(0)).isEqualTo(InstanceState.NO_MODEL);
    assertThat(model.manifest()).isEmpty();
    assertThat(opened.get(0).closed).hasValue(1);
  }
}
