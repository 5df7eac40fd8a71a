/** Measurements, which find a number and are no tests: delays of incidents, and sizing. */
@NullMarked
package io.github.anomalyexporter.it.measurement;

import org.jspecify.annotations.NullMarked;
