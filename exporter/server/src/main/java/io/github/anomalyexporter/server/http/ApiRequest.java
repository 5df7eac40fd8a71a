package io.github.anomalyexporter.server.http;

import java.util.List;

/**
 * Request to an API, independent of the server it is sent to.
 *
 * @param path below the URL of the server, without a leading slash
 * @param form whether the parameters are sent as a POST form if the server accepts it, because the
 *     length of URLs is limited
 * @param subject names the request in messages
 */
public record ApiRequest(String path, List<Parameter> parameters, boolean form, String subject) {
  /** A parameter of the query string or of the form. */
  public record Parameter(String name, String value) {}

  public ApiRequest {
    parameters = List.copyOf(parameters);
  }

  /** Returns a GET request without parameters. */
  public static ApiRequest get(String path, String subject) {
    return new ApiRequest(path, List.of(), false, subject);
  }
}
