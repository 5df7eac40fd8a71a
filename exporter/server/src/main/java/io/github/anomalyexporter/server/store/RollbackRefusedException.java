package io.github.anomalyexporter.server.store;

import java.nio.file.Path;

/** A requested rollback is not possible; nothing was changed. */
public final class RollbackRefusedException extends ModelStoreException {
  private static final long serialVersionUID = 1L;

  private final String reason;
  private final boolean unknownVersion;

  RollbackRefusedException(Path place, String reason, boolean unknownVersion) {
    super(place, reason);
    this.reason = reason;
    this.unknownVersion = unknownVersion;
  }

  /** Returns the message without the path. */
  public String reason() {
    return reason;
  }

  /** Returns whether no version has the requested name. */
  public boolean isUnknownVersion() {
    return unknownVersion;
  }
}
