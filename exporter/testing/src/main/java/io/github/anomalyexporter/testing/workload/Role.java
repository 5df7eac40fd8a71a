package io.github.anomalyexporter.testing.workload;

import java.util.Locale;

/** What a host is for. */
public enum Role {
  /** Answers requests: CPU and network, little disk. */
  WEB,
  /** A database: disk above all. */
  DB,
  /** A cache: network and memory, almost no disk. */
  CACHE,
  /** Nightly jobs: busy while the others sleep. */
  BATCH;

  /** The role a host's name begins with, {@link #WEB} if none. */
  public static Role ofName(String host) {
    for (Role role : values()) {
      if (host.startsWith(role.prefix())) {
        return role;
      }
    }
    return WEB;
  }

  /** What the names of such hosts begin with. */
  public String prefix() {
    return name().toLowerCase(Locale.ROOT);
  }
}
