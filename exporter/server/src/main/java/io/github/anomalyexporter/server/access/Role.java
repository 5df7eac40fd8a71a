package io.github.anomalyexporter.server.access;

import java.util.Locale;

/** What a caller may do; each role includes those before it. */
public enum Role {
  /** Reads, and scores rows without storing them. */
  VIEWER,
  /** Stores samples, trains, runs backtests, forgets instances, creates silences. */
  OPERATOR,
  /** Reloads and reads the configuration, rolls models back. */
  ADMIN;

  /** Returns the name in the configuration and the API. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether a caller of this role may do what requires another. */
  public boolean includes(Role required) {
    return compareTo(required) >= 0;
  }
}
