package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.run.RunningDetector;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What HTTP may ask of the exporter. Safe for use by several threads. */
public interface Operations {
  /** Those that serve now. */
  List<RunningDetector> detectors();

  /** Whether the exporter has started and does not stop. Does not wait for a trained model. */
  boolean isReady();

  /**
   * Loads the configuration anew: all of it or nothing. Does not wait for it; requests that come
   * while a load is under way share the next one.
   *
   * @return the problems, when they are known; empty where it was taken
   */
  CompletionStage<List<String>> reload();

  /**
   * Forgets the instances that have all of these labels.
   *
   * @param labels {@code instance} among them; {@code detector} restricts to one
   * @return how many it has forgotten
   */
  int forget(Map<String, String> labels);

  InstantSource clock();
}
