package io.github.anomalyexporter.server.web.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.anomalyexporter.server.access.ApiToken;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * API tokens, known by their hashes. A lookup by the hash needs no comparison in constant time: a
 * client that measured it would learn bits of a hash, not of a token. Immutable.
 */
public final class ApiTokens {
  /** Tells tokens from JWT, and lets scanners of source code find published ones. */
  private static final String PREFIX = "anex_";

  private static final int RANDOM_BYTES = 32;

  private final Map<String, ApiToken> byHash;

  ApiTokens(List<ApiToken> tokens) {
    this.byHash =
        tokens.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    ApiToken::sha256, Function.identity(), (first, same) -> first));
  }

  /** Returns a new token. */
  public static String create(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Returns the hash of a token as in {@link ApiToken#sha256}. */
  public static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** Returns whether a bearer token is an API token of this exporter, known or not. */
  static boolean isApiToken(String token) {
    return token.startsWith(PREFIX);
  }

  /** Returns the known token that has not expired. */
  Optional<ApiToken> find(String token, Instant now) {
    return Optional.ofNullable(byHash.get(hash(token))).filter(it -> now.isBefore(it.expires()));
  }
}
