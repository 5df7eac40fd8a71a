/** Labels, samples and time ranges, as Prometheus defines them. */
@NullMarked
package io.github.anomalyexporter.core.series;

import org.jspecify.annotations.NullMarked;
