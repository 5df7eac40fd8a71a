/** False alerts on quiet days and delays of alerts, in simulated time. */
@NullMarked
package io.github.anomalyexporter.benchmarks.quiet;

import org.jspecify.annotations.NullMarked;
