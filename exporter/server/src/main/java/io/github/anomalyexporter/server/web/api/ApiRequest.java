package io.github.anomalyexporter.server.web.api;

import java.util.List;
import java.util.Set;

/**
 * A request; equal requests have the same response at one time.
 *
 * @param found the route, and the value of the variable in its path
 * @param parameters of the URL, decoded, in order
 * @param visibility the instances that the caller sees
 */
public record ApiRequest(Route.Found found, List<Parameter> parameters, Visibility visibility) {
  public ApiRequest {
    parameters = List.copyOf(parameters);
  }

  /**
   * Requires a URL without parameters.
   *
   * @throws BadParameterException for the first
   */
  void requireNoParameters() {
    new Parameters(parameters).only(Set.of());
  }

  /** A parameter of the URL; several may have one name. */
  public record Parameter(String name, String value) {}
}
