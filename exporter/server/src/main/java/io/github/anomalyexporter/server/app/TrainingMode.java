package io.github.anomalyexporter.server.app;

/** Whether a process trains, or only scores with the models that another process stores. */
public enum TrainingMode {
  ON,
  OFF
}
