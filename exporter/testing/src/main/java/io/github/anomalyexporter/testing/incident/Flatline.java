package io.github.anomalyexporter.testing.incident;

/** The collector hangs: the same values again and again, only the system time goes on. */
final class Flatline implements Effect {
  @Override
  public boolean freezes() {
    return true;
  }
}
