/** Measurements that write documents, started by make. */
@NullMarked
package io.github.anomalyexporter.benchmarks;

import org.jspecify.annotations.NullMarked;
