package io.github.anomalyexporter.server.run;

/** A training has a new model, but the history of some instances could not be queried. */
public final class BlocksFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BlocksFailedException(int instances) {
    super(
        "the history of %s instances could not be queried; they are trained at the next attempt"
            .formatted(instances));
  }
}
