package io.github.anomalyexporter.server.posted;

import java.util.List;

/**
 * What became of posted samples.
 *
 * @param added stored, and durable
 * @param duplicates stored before; they change nothing
 * @param refused the other rows, with the reason
 */
public record Intake(int added, int duplicates, List<RefusedRow> refused) {
  public Intake {
    refused = List.copyOf(refused);
  }
}
