package io.github.anomalyexporter.server.web.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.anomalyexporter.server.access.Caller;
import io.github.anomalyexporter.server.access.Identity;
import org.jspecify.annotations.Nullable;

/**
 * The caller of a request.
 *
 * @param user null without a login
 * @param login null without a login
 * @param mayChangeState whether the caller may use what the role may use and changes state
 */
record UserDocument(
    @Nullable String user,
    @Nullable String login,
    String role,
    @JsonProperty("may_change_state") boolean mayChangeState) {

  static UserDocument of(Caller caller, boolean lifecycle) {
    Identity identity = caller.identity();
    return new UserDocument(
        identity == null ? null : identity.name(),
        identity == null ? null : identity.login().label(),
        caller.role().label(),
        caller.mayChangeState(lifecycle));
  }
}
