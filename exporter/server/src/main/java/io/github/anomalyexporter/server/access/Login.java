package io.github.anomalyexporter.server.access;

import java.util.Locale;

/** How a caller has proved its identity. */
public enum Login {
  /** By user and password of {@code basic_auth_users}. */
  PASSWORD,
  /** By a verified client certificate. */
  CERTIFICATE,
  /** By an API token of {@code access.tokens}. */
  TOKEN,
  /** By a JWT of the OpenID provider, sent with the request. */
  JWT,
  /** In a browser at the OpenID provider. */
  SESSION;

  /** Returns the name in the API. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether the OpenID provider vouches for the name and the groups. */
  boolean isOpenId() {
    return this == JWT || this == SESSION;
  }
}
