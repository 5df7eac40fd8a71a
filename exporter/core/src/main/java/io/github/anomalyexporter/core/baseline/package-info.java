/**
 * Well-known kinds of detector to compare the autoencoder with: models of single rows. Another kind
 * is an implementation of {@link RowModelKind}.
 */
@NullMarked
package io.github.anomalyexporter.core.baseline;

import org.jspecify.annotations.NullMarked;
