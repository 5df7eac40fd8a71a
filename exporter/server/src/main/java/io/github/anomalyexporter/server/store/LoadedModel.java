package io.github.anomalyexporter.server.store;

import io.github.anomalyexporter.core.detector.Detector;

/**
 * Model loaded from the store.
 *
 * @param detector to be closed by the caller
 */
public record LoadedModel(Manifest manifest, Detector detector) {}
