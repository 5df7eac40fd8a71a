/** Size and speed of the store of samples. */
@NullMarked
package io.github.anomalyexporter.benchmarks.samples;

import org.jspecify.annotations.NullMarked;
