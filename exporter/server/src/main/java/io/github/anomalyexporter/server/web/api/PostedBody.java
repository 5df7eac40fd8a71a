package io.github.anomalyexporter.server.web.api;

import org.jspecify.annotations.Nullable;

/** The body of a request. The array is not copied and must not be changed. */
public final class PostedBody {
  private final byte[] text;
  private final @Nullable String mediaType;

  /**
   * @param mediaType value of the header {@code Content-Type}; null without it
   */
  public PostedBody(byte[] text, @Nullable String mediaType) {
    this.text = text;
    this.mediaType = mediaType;
  }

  byte[] text() {
    return text;
  }

  @Nullable String mediaType() {
    return mediaType;
  }
}
