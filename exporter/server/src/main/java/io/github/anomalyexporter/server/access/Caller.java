package io.github.anomalyexporter.server.access;

import io.github.anomalyexporter.server.matcher.LabelSelectors;
import org.jspecify.annotations.Nullable;

/**
 * A client of the HTTP server, with what it may see and do.
 *
 * @param identity null without a login
 * @param visible selectors of identity labels and {@code detector} of the hosts that it sees
 */
public record Caller(@Nullable Identity identity, Role role, LabelSelectors visible) {
  /** Any client, while no login is required. */
  public static final Caller ANONYMOUS = new Caller(null, Role.ADMIN, LabelSelectors.ALL);

  /**
   * Returns whether the caller may use what its role may use and changes state.
   *
   * @param lifecycle whether callers without a login may
   */
  public boolean mayChangeState(boolean lifecycle) {
    return lifecycle || identity != null;
  }

  /** Returns a name for the audit log; null without a login. */
  public @Nullable String auditName() {
    return identity == null ? null : identity.auditName();
  }
}
