/** Memory, CPU time and scrapes of the packed exporter, by the number of instances. */
@NullMarked
package io.github.anomalyexporter.benchmarks.sizing;

import org.jspecify.annotations.NullMarked;
