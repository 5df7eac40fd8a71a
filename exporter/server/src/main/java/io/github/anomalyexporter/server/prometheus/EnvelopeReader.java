package io.github.anomalyexporter.server.prometheus;

import com.fasterxml.jackson.core.JsonParser;
import io.github.anomalyexporter.server.http.ApiResponse;
import io.github.anomalyexporter.server.http.ResponseData;
import io.github.anomalyexporter.server.http.ResponseHead;
import io.github.anomalyexporter.server.http.ResponseReader;
import java.io.IOException;
import java.util.Optional;

/** Interprets an {@link Envelope}: whether the data in it is the whole answer. */
final class EnvelopeReader<T> implements ResponseReader<T> {
  /** Header of M3 that names the limits by which a result was truncated. */
  private static final String LIMITED = "M3-Results-Limited";

  private final ResponseData<T> data;
  private final boolean beforeData;
  private final boolean answeredBefore;
  private final WarningLog notices;

  /**
   * @param data decodes the data
   * @param beforeData whether the request may cover a time before the first stored sample
   * @param answeredBefore whether the source recently answered the expression
   * @param notices logs warnings and infos
   */
  EnvelopeReader(
      ResponseData<T> data, boolean beforeData, boolean answeredBefore, WarningLog notices) {
    this.data = data;
    this.beforeData = beforeData;
    this.answeredBefore = answeredBefore;
    this.notices = notices;
  }

  @Override
  public ApiResponse<T> read(ResponseHead head, JsonParser body) throws IOException {
    Envelope envelope = Envelope.read(body, data);
    if (!envelope.success()) {
      return Refusal.of(head.status(), envelope, answeredBefore);
    }
    Optional<String> limits = head.header(LIMITED);
    Optional<String> missing =
        limits.isPresent()
            ? Optional.of(LIMITED + ": " + limits.get())
            : envelope.incompleteness().reason(beforeData);
    if (missing.isPresent()) {
      return new ApiResponse.Incomplete<>(missing.get());
    }
    notices.log(head.target(), envelope);
    return new ApiResponse.Complete<>(data.value());
  }

  @Override
  public ApiResponse.Refused<T> readRefusal(ResponseHead head, JsonParser body) throws IOException {
    return Refusal.of(head.status(), Envelope.read(body, null), answeredBefore);
  }

  @Override
  public boolean answeredBefore() {
    return answeredBefore;
  }

  @Override
  public long samples() {
    return data.samples();
  }
}
