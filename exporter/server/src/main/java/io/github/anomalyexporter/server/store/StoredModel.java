package io.github.anomalyexporter.server.store;

import java.nio.file.Path;

/**
 * Version in the store.
 *
 * @param withdrawn true if it was rolled back; it is kept for inspection and never becomes active
 */
public record StoredModel(Path directory, Manifest manifest, boolean withdrawn) {}
