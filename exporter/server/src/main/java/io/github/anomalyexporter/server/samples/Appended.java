package io.github.anomalyexporter.server.samples;

import java.util.List;

/**
 * What became of the samples of a batch.
 *
 * @param outcomes of each sample, in the order of the batch
 */
public record Appended(List<Outcome> outcomes) {
  /** The result of an empty batch. */
  public static final Appended NOTHING = new Appended(List.of());

  public Appended {
    outcomes = List.copyOf(outcomes);
  }

  /** What became of a sample. */
  public enum Outcome {
    /** Stored, and durable. */
    ADDED,

    /**
     * Known before with the same values, or older than the window and followed by a known sample of
     * the same step; it changes nothing.
     */
    DUPLICATE,

    /** Known before with other values; the stored values stay. */
    CONFLICT,

    /** Older than the store keeps samples. */
    TOO_OLD,

    /** Of an instance for which there is no place. */
    OVER_LIMIT
  }

  /** Returns the number of samples with an outcome. */
  public int count(Outcome outcome) {
    return (int) outcomes.stream().filter(it -> it == outcome).count();
  }
}
