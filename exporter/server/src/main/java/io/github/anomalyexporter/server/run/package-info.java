/** Scoring runs and training runs: their steps, and the boundary that catches their failures. */
@NullMarked
package io.github.anomalyexporter.server.run;

import org.jspecify.annotations.NullMarked;
