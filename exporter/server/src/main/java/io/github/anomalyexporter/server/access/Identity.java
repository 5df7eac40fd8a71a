package io.github.anomalyexporter.server.access;

import java.util.Set;

/**
 * Proven identity of a caller.
 *
 * @param name user, subject of a certificate, or name at the OpenID provider
 * @param groups groups at the OpenID provider; empty for other logins
 */
public record Identity(String name, Login login, Set<String> groups) {
  public Identity {
    groups = Set.copyOf(groups);
  }

  /** An identity without groups. */
  public Identity(String name, Login login) {
    this(name, login, Set.of());
  }

  /**
   * Returns a name for the audit log. Names at the OpenID provider and names of tokens have a
   * prefix, so that they cannot be taken for those of other users.
   */
  public String auditName() {
    return switch (login) {
      case PASSWORD, CERTIFICATE -> name;
      case TOKEN -> "token:" + name;
      case JWT, SESSION -> "openid:" + name;
    };
  }
}
