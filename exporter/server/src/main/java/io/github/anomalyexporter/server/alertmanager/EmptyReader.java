package io.github.anomalyexporter.server.alertmanager;

import com.fasterxml.jackson.core.JsonParser;
import io.github.anomalyexporter.server.http.ApiResponse;
import io.github.anomalyexporter.server.http.ResponseHead;
import io.github.anomalyexporter.server.http.ResponseReader;
import java.io.IOException;

/** Reads responses without content that matters: success is the status, a refusal has a message. */
final class EmptyReader implements ResponseReader<Boolean> {
  @Override
  public ApiResponse<Boolean> read(ResponseHead head, JsonParser body) {
    return new ApiResponse.Complete<>(true);
  }

  @Override
  public ApiResponse.Refused<Boolean> readRefusal(ResponseHead head, JsonParser body)
      throws IOException {
    return BareReader.refusal(head, body);
  }
}
