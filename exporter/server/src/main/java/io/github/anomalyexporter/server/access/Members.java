package io.github.anomalyexporter.server.access;

import java.util.Set;

/**
 * Members of a role or a team.
 *
 * @param users names of users with a password and subjects of certificates. Names at the OpenID
 *     provider are not among them: many providers let users change their own name
 * @param groups groups at the OpenID provider
 */
public record Members(Set<String> users, Set<String> groups) {
  public Members {
    users = Set.copyOf(users);
    groups = Set.copyOf(groups);
  }

  boolean include(Identity identity) {
    return identity.login().isOpenId()
        ? identity.groups().stream().anyMatch(groups::contains)
        : users.contains(identity.name());
  }
}
