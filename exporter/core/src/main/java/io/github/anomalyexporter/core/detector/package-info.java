/** A trained detector, how it is trained, and the board its results stand on. */
@NullMarked
package io.github.anomalyexporter.core.detector;

import org.jspecify.annotations.NullMarked;
