package io.github.anomalyexporter.server.access;

import io.github.anomalyexporter.server.matcher.LabelSelectors;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Roles and teams of identities. Immutable.
 *
 * @param roles without any, each user with a password and each verified certificate is an admin, as
 *     before there were roles, and the OpenID provider's users have no role
 * @param teams without any, each caller sees all hosts
 */
public record AccessRules(Map<Role, Members> roles, List<Team> teams) {
  /** No roles and no teams. */
  public static final AccessRules NONE = new AccessRules(Map.of(), List.of());

  public AccessRules {
    Map<Role, Members> sorted = new EnumMap<>(Role.class);
    sorted.putAll(roles);
    roles = Map.copyOf(sorted);
    teams = List.copyOf(teams);
  }

  /**
   * Returns what an identity may see and do: its highest role, and the hosts of all of its teams;
   * an admin sees all hosts.
   *
   * @return empty if it has no role, or is in no team while there are teams
   */
  public Optional<Caller> caller(Identity identity) {
    return role(identity)
        .flatMap(role -> visible(identity, role).map(hosts -> new Caller(identity, role, hosts)));
  }

  private Optional<Role> role(Identity identity) {
    if (roles.isEmpty() && !identity.login().isOpenId()) {
      return Optional.of(Role.ADMIN);
    }
    return roles.entrySet().stream()
        .filter(entry -> entry.getValue().include(identity))
        .map(Map.Entry::getKey)
        .max(Comparator.naturalOrder());
  }

  private Optional<LabelSelectors> visible(Identity identity, Role role) {
    if (teams.isEmpty() || role == Role.ADMIN) {
      return Optional.of(LabelSelectors.ALL);
    }
    List<LabelSelectors> found =
        teams.stream().filter(team -> team.members().include(identity)).map(Team::hosts).toList();
    return found.isEmpty() ? Optional.empty() : Optional.of(LabelSelectors.anyOf(found));
  }
}
