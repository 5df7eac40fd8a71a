package io.github.anomalyexporter.server.store;

import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.model.Autoencoder;

/**
 * A model read from the store, ready to serve.
 *
 * @param autoencoder of the detector's weights; whoever loads it closes it
 */
public record LoadedModel(Manifest manifest, TrainedDetector detector, Autoencoder autoencoder) {}
