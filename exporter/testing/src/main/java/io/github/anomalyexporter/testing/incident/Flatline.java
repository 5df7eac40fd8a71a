package io.github.anomalyexporter.testing.incident;

/** The collector hangs: all values except the system time are constant. */
final class Flatline implements Effect {
  @Override
  public boolean freezes() {
    return true;
  }
}
