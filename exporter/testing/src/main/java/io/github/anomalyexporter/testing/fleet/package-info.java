/** Simulated hosts: counters and gauges as pure functions of time. */
@NullMarked
package io.github.anomalyexporter.testing.fleet;

import org.jspecify.annotations.NullMarked;
