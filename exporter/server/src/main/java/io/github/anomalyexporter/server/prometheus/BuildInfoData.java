package io.github.anomalyexporter.server.prometheus;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.anomalyexporter.server.http.ResponseData;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Decoder of {@code status/buildinfo}. */
final class BuildInfoData implements ResponseData<BuildInfo> {
  /** In characters. */
  private static final int LONGEST_VERSION = 100;

  private @Nullable String version;

  @Override
  public void read(JsonParser parser) throws IOException {
    ResponseData.expect(parser, JsonToken.START_OBJECT, "data");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("version")) {
        version = ResponseData.shortened(parser, "version", LONGEST_VERSION);
      } else {
        parser.skipChildren();
      }
    }
    if (version == null) {
      throw new JsonParseException(parser, "expected data with version");
    }
  }

  @Override
  public BuildInfo value() {
    return new BuildInfo(Objects.requireNonNull(version));
  }
}
