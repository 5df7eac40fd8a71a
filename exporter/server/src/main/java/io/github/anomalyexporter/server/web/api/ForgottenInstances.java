package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.web.page.Page;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Answers requests to forget instances. */
final class ForgottenInstances {
  private ForgottenInstances() {}

  /** {@code DELETE /api/v1/instances/...}. */
  private record Forgotten(int forgotten) {}

  /** Forgets the visible instances with the labels of a request. */
  static Page forget(VisibleExporter exporter, ApiRequest request, Requester requester) {
    Parameters parameters = new Parameters(request.parameters());
    Map<String, String> wanted =
        parameters.labels(Set.of(InstanceFilter.DETECTOR), exporter.labelNames());
    parameters
        .one(InstanceFilter.DETECTOR)
        .ifPresent(it -> wanted.put(InstanceFilter.DETECTOR, it));
    if (request.found().route() == Route.INSTANCE) {
      wanted.put(VisibleExporter.INSTANCE, request.found().variable());
    }
    if (wanted.getOrDefault(VisibleExporter.INSTANCE, "").isEmpty()) {
      throw new BadParameterException(
          VisibleExporter.INSTANCE,
          "the name of an instance: /api/v1/instances?instance=...",
          "none");
    }
    Map<String, String> unsaid = new TreeMap<>(wanted);
    if (request.found().route() == Route.INSTANCE) {
      unsaid.remove(VisibleExporter.INSTANCE);
    }
    if (!unsaid.isEmpty()) {
      requester.asksFor(unsaid.toString());
    }
    int forgotten = exporter.forget(wanted);
    return forgotten == 0
        ? Envelope.notFound("no such instance: " + wanted)
        : Envelope.done(new Forgotten(forgotten));
  }
}
