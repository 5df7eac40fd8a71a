package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.Scorer;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.ScoresBuilder;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.ForecastStream;
import io.github.anomalyexporter.core.model.TimeOfDay;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.series.Labels;

/**
 * Scores the innovations of a forecast that the autoencoder does not reconstruct. Owns the
 * autoencoder; a call to score after close throws an {@link IllegalStateException}.
 *
 * <p>Live and past rows take the same way, row by row ({@link InstanceStream}), so that a score
 * depends on its row and the {@link #rowsBefore} rows before it, and on nothing else.
 */
public final class AutoencoderDetector implements Detector {
  private final AutoencoderStack trained;
  private final Autoencoder autoencoder;
  private final RowAssessment assessment;

  /**
   * @param autoencoder of the trained detector's weights; closed with this detector
   * @param minCoverage share of the expected cells below which an instance is not scored
   */
  public AutoencoderDetector(
      AutoencoderStack trained, Autoencoder autoencoder, double minCoverage) {
    this.trained = trained;
    this.autoencoder = autoencoder;
    this.assessment = new RowAssessment(trained, minCoverage);
  }

  @Override
  public AutoencoderStack trained() {
    return trained;
  }

  /**
   * Returns the number of rows that a window has before the scored row: those that engineered
   * features look back on, those of the smoothing, and those on which the forecast depends.
   */
  public static int rowsBefore(FeatureSet features) {
    return features.lagRows() + ReconstructionError.WINDOW - 1 + ForecastStream.MEMORY;
  }

  @Override
  public Scores score(Frame window) {
    return scorer().score(window);
  }

  @Override
  public Scorer scorer() {
    return new AutoencoderScorer(trained, autoencoder, assessment);
  }

  /** Scores in one batch. */
  @Override
  public Scores scoreRows(Frame frame, int instance) {
    FeatureSet features = trained.features();
    Labels labels = frame.instances().get(instance);
    ScoresBuilder scores = Scores.of(labels, features, frame.range());
    InstanceStream stream = new InstanceStream(trained, assessment.stackRow(labels));
    StreamedRows rows = new StreamedRows(features.size());
    rows.resize(frame.rows());
    float[] cells = new float[frame.columns().size()];
    for (int row = 0; row < frame.rows(); row++) {
      frame.copyRow(instance, row, cells);
      TimeOfDay time = new TimeOfDay(frame.range().at(row).toEpochMilli());
      stream.forecast(cells, time, rows, row);
    }
    rows.reconstruct(autoencoder, new int[] {stream.stackRow()});
    for (int row = 0; row < frame.rows(); row++) {
      stream.measure(rows, row, assessment.expected());
      scores.putValues(row, rows.raw(), row * features.size());
      assessment.put(scores, row, stream, rows, row);
    }
    return scores.build();
  }

  @Override
  public void close() {
    autoencoder.close();
  }
}
