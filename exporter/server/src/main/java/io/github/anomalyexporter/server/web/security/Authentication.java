package io.github.anomalyexporter.server.web.security;

import io.github.anomalyexporter.server.access.Caller;
import io.github.anomalyexporter.server.access.Identity;

/** Result of the check of a request's credentials. */
public sealed interface Authentication {
  /** The caller is known and has a role. */
  record Accepted(Caller caller) implements Authentication {}

  /** The request has no credentials. */
  record Absent() implements Authentication {}

  /** The credentials are wrong. */
  record Refused() implements Authentication {}

  /** The caller is known and may do nothing. */
  record WithoutRole(Identity identity) implements Authentication {}

  /**
   * The check cannot be made now.
   *
   * @param status 429 or 503
   */
  record Busy(int status, String reason) implements Authentication {}
}
