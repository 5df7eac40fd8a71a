package io.github.anomalyexporter.server.exemption;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An exemption of an instance that applies now or later, with its origin.
 *
 * @param name id of the silence, or name of the calendar entry
 * @param start inclusive
 * @param end exclusive
 * @param createdBy null if unknown
 * @param comment null without one
 * @param expirable whether it is a silence of the alerts of this exporter alone
 */
public record KnownExemption(
    ExemptionReason reason,
    String name,
    Instant start,
    Instant end,
    @Nullable String createdBy,
    @Nullable String comment,
    boolean expirable) {

  /** Returns whether it applies at a time. */
  public boolean covers(Instant time) {
    return !time.isBefore(start) && time.isBefore(end);
  }
}
