/**
 * The packed distribution as its users run it: a process beside a real Prometheus, a real
 * node_exporter and a simulated fleet. Everything a class needs lies in a directory of its own
 * below {@code target/it}, logs included, and stays there until the next run.
 *
 * <p>{@code scenario}, {@code faults}, {@code packaging} and {@code dashboards} have the tests,
 * {@code support} has what they share, also with the measurements of {@code exporter/benchmarks}.
 */
@NullMarked
package io.github.anomalyexporter.it;

import org.jspecify.annotations.NullMarked;
