/** Incidents on a simulated host, from a point in time on. */
@NullMarked
package io.github.anomalyexporter.testing.incident;

import org.jspecify.annotations.NullMarked;
