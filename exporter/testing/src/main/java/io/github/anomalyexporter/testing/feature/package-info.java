/** The features of a simulated host as a Prometheus would compute them. */
@NullMarked
package io.github.anomalyexporter.testing.feature;

import org.jspecify.annotations.NullMarked;
