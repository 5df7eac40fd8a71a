package io.github.anomalyexporter.testing.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.github.anomalyexporter.testing.incident.Incident;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An incident of {@code /incidents}.
 *
 * @param end null if the incident lasts until it is ended
 */
record IncidentDocument(
    String kind,
    String host,
    Instant start,
    @JsonInclude(Include.NON_NULL) @Nullable Instant end,
    boolean active,
    List<String> leadingFeatures) {
  IncidentDocument {
    leadingFeatures = List.copyOf(leadingFeatures);
  }

  static IncidentDocument of(Incident incident, Instant now) {
    return new IncidentDocument(
        incident.kind().kebabName(),
        incident.host(),
        incident.start(),
        incident.end(),
        incident.isActiveAt(now),
        incident.kind().leadingFeatures());
  }
}
