package io.github.anomalyexporter.server.samples;

/**
 * Numbers of samples of a batch, by what became of them; together the size of the batch.
 *
 * @param added stored, and durable
 * @param duplicates known before with the same values, or older than the window and followed by a
 *     known sample of the same step; they change nothing
 * @param conflicts known before with other values; the stored values stay
 * @param tooOld older than the store keeps samples
 * @param overLimit of an instance for which there is no place
 */
public record Appended(int added, int duplicates, int conflicts, int tooOld, int overLimit) {}
