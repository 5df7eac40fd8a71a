package io.github.anomalyexporter.server.web.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.access.Caller;
import io.github.anomalyexporter.server.access.Identity;
import io.github.anomalyexporter.server.access.Login;
import io.github.anomalyexporter.server.access.Role;
import io.github.anomalyexporter.server.matcher.LabelSelectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequesterTest {
  /** Users of many providers choose their name: it could be that of a user with a password. */
  @ParameterizedTest
  @CsvSource({
    "PASSWORD, alice",
    "CERTIFICATE, alice",
    "TOKEN, token:alice",
    "JWT, openid:alice",
    "SESSION, openid:alice",
  })
  void the_author_of_a_silence_is_named_as_in_the_audit_log(Login login, String author) {
    Caller caller = new Caller(new Identity("alice", login), Role.OPERATOR, LabelSelectors.ALL);

    assertThat(new Requester(caller).nameOfAuthor()).isEqualTo(author);
  }

  @Test
  void without_a_login_the_author_is_the_exporter() {
    assertThat(new Requester(Caller.ANONYMOUS).nameOfAuthor()).isEqualTo("anomaly-exporter");
  }
}
