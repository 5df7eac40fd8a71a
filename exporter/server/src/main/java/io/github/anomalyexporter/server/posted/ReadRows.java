package io.github.anomalyexporter.server.posted;

import java.util.List;

/**
 * The rows of a request.
 *
 * @param rows that were accepted, in their order
 * @param refused the other rows
 */
record ReadRows(List<CheckedRow> rows, List<RefusedRow> refused) {
  ReadRows {
    rows = List.copyOf(rows);
    refused = List.copyOf(refused);
  }
}
