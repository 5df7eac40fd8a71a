/**
 * What the tests share and what is no test: real programs and the exporter as processes, sites of
 * simulated hosts with a Prometheus, configurations, ports and waits. It imports no other package
 * of the tests.
 */
@NullMarked
package io.github.anomalyexporter.it.support;

import org.jspecify.annotations.NullMarked;
