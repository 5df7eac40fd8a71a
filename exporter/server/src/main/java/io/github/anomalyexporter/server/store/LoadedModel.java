package io.github.anomalyexporter.server.store;

import io.github.anomalyexporter.core.detector.Detector;

/**
 * A model read from the store, ready to serve.
 *
 * @param detector whoever loads it closes it
 */
public record LoadedModel(Manifest manifest, Detector detector) {}
