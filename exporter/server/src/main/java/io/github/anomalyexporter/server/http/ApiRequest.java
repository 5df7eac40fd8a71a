package io.github.anomalyexporter.server.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Request to an API, independent of the server it is sent to.
 *
 * @param path below the URL of the server, without a leading slash
 * @param form whether the parameters are sent as a POST form if the server accepts it, because the
 *     length of URLs is limited
 * @param subject names the request in messages
 * @param change how the request changes the state of the server; null for a request that only reads
 */
public record ApiRequest(
    String path,
    List<Parameter> parameters,
    boolean form,
    String subject,
    @Nullable Change change) {
  /**
   * A change of state. It is sent to the failover server only if it cannot have reached the first.
   *
   * @param json body; empty for none
   */
  public record Change(String method, String json) {}

  /** A parameter of the query string or of the form. */
  public record Parameter(String name, String value) {}

  public ApiRequest {
    parameters = List.copyOf(parameters);
  }

  /** A request that only reads. */
  public ApiRequest(String path, List<Parameter> parameters, boolean form, String subject) {
    this(path, parameters, form, subject, null);
  }

  /** Returns a request that changes state. */
  public static ApiRequest change(String path, Change change, String subject) {
    return new ApiRequest(path, List.of(), false, subject, change);
  }

  /** Returns a GET request without parameters. */
  public static ApiRequest get(String path, String subject) {
    return new ApiRequest(path, List.of(), false, subject);
  }
}
