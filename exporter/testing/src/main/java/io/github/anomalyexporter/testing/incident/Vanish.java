package io.github.anomalyexporter.testing.incident;

/** The host no longer responds. */
final class Vanish implements Effect {
  @Override
  public boolean silences() {
    return true;
  }
}
