package io.github.anomalyexporter.server.savedmodel;

import java.io.IOException;

/** Bytes are not what the format of their file demands; the message has the reason alone. */
final class DamagedException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedException(String reason) {
    super(reason);
  }
}
