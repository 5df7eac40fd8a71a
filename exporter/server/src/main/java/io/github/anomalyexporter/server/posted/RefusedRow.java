package io.github.anomalyexporter.server.posted;

/**
 * A posted row that was not accepted.
 *
 * @param row number in its request, from 1
 * @param error the place in the row, what was expected, what was found
 */
public record RefusedRow(int row, String error) {}
