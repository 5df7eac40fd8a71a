package io.github.anomalyexporter.server.store;

import java.nio.file.Path;

/** No version becomes active by a rollback as it was asked for; nothing was changed. */
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

  /** Returns whether there is no version of the name that was asked for. */
  public boolean isUnknownVersion() {
    return unknownVersion;
  }
}
