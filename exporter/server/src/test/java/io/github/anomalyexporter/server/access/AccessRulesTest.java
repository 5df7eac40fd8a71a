package io.github.anomalyexporter.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.matcher.LabelSelectors;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessRulesTest {
  private static final AccessRules RULES =
      new AccessRules(
          Map.of(
              Role.VIEWER, new Members(Set.of("prometheus", "bob"), Set.of("everyone")),
              Role.OPERATOR, new Members(Set.of(), Set.of("sre")),
              Role.ADMIN, new Members(Set.of("alice"), Set.of("leads"))),
          List.of(
              new Team(new Members(Set.of("prometheus"), Set.of("sre")), LabelSelectors.ALL),
              new Team(new Members(Set.of("bob"), Set.of("web")), hosts("{team=\"web\"}")),
              new Team(new Members(Set.of(), Set.of("db")), hosts("{team=\"db\"}"))));

  private static LabelSelectors hosts(String selector) {
    return LabelSelectors.parse(List.of(selector));
  }

  private static Optional<Caller> user(String name) {
    return RULES.caller(new Identity(name, Login.PASSWORD));
  }

  private static Optional<Caller> openId(String name, String... groups) {
    return RULES.caller(new Identity(name, Login.SESSION, Set.of(groups)));
  }

  private static boolean sees(Caller caller, String team) {
    return caller.visible().matches(label -> label.equals("team") ? team : "");
  }

  @Test
  void the_highest_role_of_a_caller_counts() {
    assertThat(user("alice").orElseThrow().role()).isEqualTo(Role.ADMIN);
    assertThat(openId("eve", "everyone", "sre").orElseThrow().role()).isEqualTo(Role.OPERATOR);
    assertThat(user("mallory")).isEmpty();
  }

  /** A user who may choose a name at the provider could become an admin. */
  @Test
  void a_name_at_the_provider_is_not_that_of_a_user() {
    assertThat(openId("alice")).isEmpty();
    assertThat(openId("alice", "everyone", "web").orElseThrow().role()).isEqualTo(Role.VIEWER);
    assertThat(RULES.caller(new Identity("leads", Login.PASSWORD))).isEmpty();
  }

  @Test
  void a_caller_sees_the_hosts_of_all_of_its_teams() {
    Caller both = openId("eve", "everyone", "web", "db").orElseThrow();
    assertThat(sees(both, "web")).isTrue();
    assertThat(sees(both, "db")).isTrue();
    assertThat(sees(both, "mail")).isFalse();

    assertThat(sees(user("bob").orElseThrow(), "db")).isFalse();
    assertThat(user("prometheus").orElseThrow().visible().matchesAll()).isTrue();
  }

  @Test
  void a_caller_in_no_team_is_refused_and_an_admin_sees_all_hosts() {
    assertThat(openId("eve", "everyone")).isEmpty();
    assertThat(user("alice").orElseThrow().visible().matchesAll()).isTrue();
  }

  @Test
  void without_roles_users_are_admins_and_users_of_the_provider_have_none() {
    assertThat(AccessRules.NONE.caller(new Identity("bob", Login.PASSWORD)).orElseThrow().role())
        .isEqualTo(Role.ADMIN);
    assertThat(AccessRules.NONE.caller(new Identity("bob", Login.JWT, Set.of("sre")))).isEmpty();
  }

  @Test
  void names_of_tokens_and_of_the_provider_cannot_be_taken_for_users() {
    assertThat(new Identity("alice", Login.PASSWORD).auditName()).isEqualTo("alice");
    assertThat(new Identity("alice", Login.SESSION).auditName()).isEqualTo("openid:alice");
    assertThat(new Identity("alice", Login.TOKEN).auditName()).isEqualTo("token:alice");
  }
}
