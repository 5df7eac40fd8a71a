package io.github.anomalyexporter.server.posted;

import io.github.anomalyexporter.server.samples.Sample;

/**
 * A posted row that was accepted.
 *
 * @param number of the row in its request, from 1
 * @param sample with a time in whole milliseconds and at least one value
 */
record CheckedRow(int number, Sample sample) {}
