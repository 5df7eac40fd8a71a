/**
 * Well-known kinds of detector to stand beside the autoencoder: each a model of single rows,
 * without a past. Whoever implements {@link RowModelKind} has one more.
 */
@NullMarked
package io.github.anomalyexporter.core.baseline;

import org.jspecify.annotations.NullMarked;
