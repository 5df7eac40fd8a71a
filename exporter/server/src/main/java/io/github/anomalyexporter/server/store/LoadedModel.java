package io.github.anomalyexporter.server.store;

import io.github.anomalyexporter.core.detector.TrainedDetector;

/** Model loaded from the store. */
public record LoadedModel(Manifest manifest, TrainedDetector trained) {}
