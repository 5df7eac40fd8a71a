package io.github.anomalyexporter.testing.incident;

/** The host no longer answers. */
final class Vanish implements Effect {
  @Override
  public boolean silences() {
    return true;
  }
}
