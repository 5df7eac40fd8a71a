/** The detector on simulated fleets: the default preset, the real model, no Prometheus. */
@NullMarked
package io.github.anomalyexporter.server.simulation;

import org.jspecify.annotations.NullMarked;
