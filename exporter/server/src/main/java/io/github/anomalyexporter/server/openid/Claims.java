package io.github.anomalyexporter.server.openid;

import com.nimbusds.jwt.JWTClaimsSet;
import io.github.anomalyexporter.server.access.Identity;
import io.github.anomalyexporter.server.access.Login;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which claims are the name and the groups of a user.
 *
 * @param username name of a claim; a token without it has its {@code sub} as name
 * @param groups name of a claim, a list of strings or one string; dots lead into objects
 */
record Claims(String username, String groups) {
  /**
   * Returns the identity that verified claims stand for.
   *
   * @throws OpenIdException if they have neither the name nor a subject
   */
  Identity identity(JWTClaimsSet claims, Login login) throws OpenIdException {
    String name = claims.getClaim(username) instanceof String text ? text : claims.getSubject();
    if (name == null || name.isBlank()) {
      throw OpenIdException.refused(
          "the token has neither the claim " + username + " nor a subject");
    }
    return new Identity(name, login, groups(claims.getClaims()));
  }

  private Set<String> groups(Map<String, Object> claims) {
    Object found = value(claims, groups);
    Set<String> names = new LinkedHashSet<>();
    if (found instanceof String text) {
      names.add(text);
    } else if (found instanceof List<?> list) {
      list.forEach(
          each -> {
            if (each instanceof String text) {
              names.add(text);
            }
          });
    }
    return names;
  }

  /** A claim whose own name has dots, as names of namespaces do, takes precedence. */
  private static @Nullable Object value(Map<?, ?> claims, String path) {
    Object found = claims.get(path);
    if (found != null) {
      return found;
    }
    int dot = path.indexOf('.');
    return dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner
        ? value(inner, path.substring(dot + 1))
        : null;
  }
}
