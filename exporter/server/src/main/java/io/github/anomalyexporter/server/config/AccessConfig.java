package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.access.AccessRules;
import io.github.anomalyexporter.server.access.ApiToken;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Callers of the HTTP server and their rights: section {@code access} of {@code --web.config.file},
 * which the exporter-toolkit does not have.
 *
 * @param openId null without an OpenID provider
 */
public record AccessConfig(
    AccessRules rules, List<ApiToken> tokens, @Nullable OpenIdConfig openId) {
  /** Neither roles nor tokens nor an OpenID provider. */
  public static final AccessConfig NONE = new AccessConfig(AccessRules.NONE, List.of(), null);

  public AccessConfig {
    tokens = List.copyOf(tokens);
  }
}
