/** Delays from the onset of an incident to the message, in real time, of the packed exporter. */
@NullMarked
package io.github.anomalyexporter.benchmarks.incidents;

import org.jspecify.annotations.NullMarked;
