package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.access.AccessRules;
import io.github.anomalyexporter.server.access.ApiToken;
import io.github.anomalyexporter.server.access.Members;
import io.github.anomalyexporter.server.access.Role;
import io.github.anomalyexporter.server.access.Team;
import io.github.anomalyexporter.server.matcher.LabelSelectors;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code access}. */
final class AccessReader {
  private static final String EXAMPLE = "{instance=~\"db-.*\"}";
  private static final String SELECTOR = "label matchers such as " + EXAMPLE;

  /** Selector of all hosts. */
  private static final String EVERY_HOST = "{}";

  private static final String TIME = "a time such as 2027-01-31T00:00:00Z";

  private AccessReader() {}

  /**
   * @param userNames names of {@code basic_auth_users}
   * @param certificates whether client certificates are verified
   */
  static AccessConfig read(Value value, Set<String> userNames, boolean certificates) {
    Section section = value.section();
    Map<Role, Members> roles = roles(section.value("roles"), userNames, certificates);
    List<Team> teams =
        section.value("teams").sections().stream()
            .map(it -> team(it, userNames, certificates))
            .toList();
    if (!teams.isEmpty() && roles.isEmpty()) {
      section
          .value("roles")
          .problem(
              ProblemKind.MISSING,
              "roles, without which each user is an admin, who sees the hosts of all teams",
              "none");
    }
    Optional<OpenIdConfig> openId = OpenIdReader.read(section.value("oidc"));
    if (openId.isPresent() && roles.isEmpty()) {
      section
          .value("roles")
          .problem(
              ProblemKind.MISSING,
              "roles with groups, without which a login at the OpenID provider is of no use",
              "none");
    }
    return new AccessConfig(
        new AccessRules(roles, teams), tokens(section.value("tokens")), openId.orElse(null));
  }

  private static Map<Role, Members> roles(
      Value value, Set<String> userNames, boolean certificates) {
    Section section = value.section();
    Map<Role, Members> roles = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      Value members = section.value(role.label());
      if (members.isPresent()) {
        roles.put(role, members(members.section(), userNames, certificates));
      }
    }
    return roles;
  }

  /** A user that does not exist is reported: a misspelled name would have no role. */
  private static Members members(Section section, Set<String> userNames, boolean certificates) {
    Set<String> users = new LinkedHashSet<>();
    for (Value item : section.value("users").items()) {
      item.string()
          .ifPresent(
              name -> {
                users.add(name);
                if (!certificates && !userNames.contains(name)) {
                  item.problem(
                      ProblemKind.UNKNOWN_NAME, "a user of basic_auth_users", "'" + name + "'");
                }
              });
    }
    return new Members(users, Set.copyOf(section.value("groups").strings()));
  }

  private static Team team(Section section, Set<String> userNames, boolean certificates) {
    return new Team(members(section, userNames, certificates), hosts(section.value("match")));
  }

  /** All hosts have to be stated: a file that is being written may not have its selectors yet. */
  private static LabelSelectors hosts(Value value) {
    List<Value> items = value.items();
    if (items.isEmpty()) {
      value.problem(
          ProblemKind.MISSING,
          "selectors such as %s, or {} for all hosts".formatted(EXAMPLE),
          "none");
    }
    return LabelSelectors.anyOf(items.stream().flatMap(item -> hostsOf(item).stream()).toList());
  }

  private static Optional<LabelSelectors> hostsOf(Value item) {
    Optional<String> text = item.string();
    try {
      return text.map(
          it -> it.equals(EVERY_HOST) ? LabelSelectors.ALL : LabelSelectors.parse(List.of(it)));
    } catch (IllegalArgumentException e) {
      item.problem(ProblemKind.INVALID_VALUE, SELECTOR, "'" + text.orElse("") + "'");
      return Optional.empty();
    }
  }

  private static List<ApiToken> tokens(Value value) {
    List<ApiToken> tokens = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Section section : value.sections()) {
      Optional<String> name = section.value("name").requiredString("a name for the audit log");
      name.filter(it -> !names.add(it))
          .ifPresent(
              it ->
                  section
                      .value("name")
                      .problem(ProblemKind.CONFLICT, "a name that no other token has", it));
      Optional<String> hash = hash(section.value("sha256"));
      Optional<Role> role = role(section.value("role"));
      Optional<Instant> expires = time(section.value("expires"));
      LabelSelectors hosts = hosts(section.value("match"));
      if (name.isPresent() && hash.isPresent() && role.isPresent() && expires.isPresent()) {
        tokens.add(new ApiToken(name.get(), hash.get(), role.get(), expires.get(), hosts));
      }
    }
    return tokens;
  }

  /** Not shown if it is wrong, because it may be the token itself. */
  private static Optional<String> hash(Value value) {
    String expectation = "64 hexadecimal digits (create them with: anomaly-exporter token)";
    Optional<String> text = value.requiredString(expectation);
    if (text.isPresent() && !text.get().matches("[0-9a-f]{64}")) {
      value.problem(ProblemKind.INVALID_VALUE, expectation, "something else");
      return Optional.empty();
    }
    return text;
  }

  private static Optional<Role> role(Value value) {
    if (!value.isPresent()) {
      value.problem(ProblemKind.MISSING, "viewer, operator or admin", "none");
    }
    return value.choice(Role.class);
  }

  private static Optional<Instant> time(Value value) {
    Optional<String> text = value.requiredString(TIME);
    try {
      return text.map(Instant::parse);
    } catch (DateTimeParseException e) {
      value.problem(ProblemKind.INVALID_VALUE, TIME, "'" + text.orElse("") + "'");
      return Optional.empty();
    }
  }
}
