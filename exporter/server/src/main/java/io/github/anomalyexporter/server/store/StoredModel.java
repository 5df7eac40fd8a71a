package io.github.anomalyexporter.server.store;

import java.nio.file.Path;

/**
 * A version in the store.
 *
 * @param withdrawn true where it was rolled back: it is kept for a look, and never served
 */
public record StoredModel(Path directory, Manifest manifest, boolean withdrawn) {}
