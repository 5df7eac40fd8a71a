/** Requests a second and latencies of the HTTP API. */
@NullMarked
package io.github.anomalyexporter.benchmarks.api;

import org.jspecify.annotations.NullMarked;
