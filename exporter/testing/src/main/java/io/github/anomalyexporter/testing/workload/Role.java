package io.github.anomalyexporter.testing.workload;

import java.util.Locale;

/** The role of a host. */
public enum Role {
  /** Answers requests: CPU and network, little disk. */
  WEB,
  /** A database: mainly disk. */
  DB,
  /** A cache: network and memory, almost no disk. */
  CACHE,
  /** Nightly jobs: busy while other hosts are idle. */
  BATCH;

  /** Returns the role whose prefix a host name has; {@link #WEB} if none. */
  public static Role ofName(String host) {
    for (Role role : values()) {
      if (host.startsWith(role.prefix())) {
        return role;
      }
    }
    return WEB;
  }

  /** Prefix of the names of such hosts. */
  public String prefix() {
    return name().toLowerCase(Locale.ROOT);
  }
}
