/**
 * The packed distribution as its users run it: a process beside a real Prometheus, a real
 * node_exporter and a simulated fleet. Everything a class needs lies in a directory of its own
 * below {@code target/it}, logs included, and stays there until the next run.
 */
@NullMarked
package io.github.anomalyexporter.it;

import org.jspecify.annotations.NullMarked;
