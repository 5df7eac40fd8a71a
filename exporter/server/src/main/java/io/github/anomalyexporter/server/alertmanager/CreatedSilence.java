package io.github.anomalyexporter.server.alertmanager;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.anomalyexporter.server.http.ResponseData;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Decodes the response to a new silence: {@code {"silenceID": "..."}}. */
final class CreatedSilence implements ResponseData<String> {
  private @Nullable String id;

  @Override
  public void read(JsonParser parser) throws IOException {
    ResponseData.expect(parser, JsonToken.START_OBJECT, "the silence");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("silenceID")) {
        id = ResponseData.string(parser, name);
      } else {
        parser.skipChildren();
      }
    }
    if (id == null || !Alertmanager.isId(id)) {
      throw new JsonParseException(parser, "expected the id of a silence as silenceID");
    }
  }

  @Override
  public String value() {
    return id == null ? "" : id;
  }
}
