package io.github.anomalyexporter.core.comparison;

/** The two times that are compared. */
public enum Side {
  WINDOW,
  BASELINE
}
