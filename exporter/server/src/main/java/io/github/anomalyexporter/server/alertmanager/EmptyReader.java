package io.github.anomalyexporter.server.alertmanager;

import com.fasterxml.jackson.core.JsonParser;
import io.github.anomalyexporter.server.http.ApiResponse;
import io.github.anomalyexporter.server.http.ResponseHead;
import io.github.anomalyexporter.server.http.ResponseReader;
import java.io.IOException;

/** Reads responses whose status says everything; those of refused requests are as any other. */
final class EmptyReader implements ResponseReader<Boolean> {
  @Override
  public ApiResponse<Boolean> read(ResponseHead head, JsonParser body) {
    return new ApiResponse.Complete<>(true);
  }

  @Override
  public ApiResponse.Refused<Boolean> readRefusal(ResponseHead head, JsonParser body)
      throws IOException {
    ApiResponse.Refused<?> refused = new BareReader<>(new CreatedSilence()).readRefusal(head, body);
    return new ApiResponse.Refused<>(
        refused.category(), refused.errorType(), refused.error(), refused.mayPass());
  }
}
