/** How good a detector is on labelled rows, whatever kind of detector it is. */
@NullMarked
package io.github.anomalyexporter.core.evaluation;

import org.jspecify.annotations.NullMarked;
