package io.github.anomalyexporter.server.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.anomalyexporter.server.prometheus.ContentLengths.WrongLengthException;
import io.github.anomalyexporter.server.prometheus.PrometheusException.Category;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** One attempt of one request at one server; every way to fail gets its category here. */
final class Attempt<T> {
  /** Enough for any message of Prometheus, little of a page of HTML. */
  private static final long ERROR_BODY_BYTES = 16 << 10;

  private static final int REASON_LENGTH = 500;

  /** "Method Not Allowed" and "Not Implemented": what makes Prometheus' own client use GET. */
  private static final Set<Integer> POST_REFUSED = Set.of(405, 501);

  private final Endpoint endpoint;
  private final ApiRequest apiRequest;
  private final ResponseData<T> data;
  private final Deadline deadline;

  Attempt(Endpoint endpoint, ApiRequest apiRequest, ResponseData<T> data, Deadline deadline) {
    this.endpoint = endpoint;
    this.apiRequest = apiRequest;
    this.data = data;
    this.deadline = deadline;
  }

  /**
   * @throws PrometheusException if there is no whole, valid answer
   */
  Envelope run(OkHttpClient client, JsonFactory json) throws InterruptedException {
    Request request = request();
    try {
      Call call = client.newCall(request);
      call.timeout().timeout(Math.max(1, deadline.remaining().toNanos()), TimeUnit.NANOSECONDS);
      Optional<Envelope> envelope =
          CallThreads.execute(call, response -> read(request, response, json));
      if (envelope.isPresent()) {
        return envelope.get();
      }
    } catch (StreamConstraintsException e) {
      throw failure(Category.TOO_LARGE, e.getOriginalMessage(), e);
    } catch (WrongLengthException e) {
      throw failure(Category.MALFORMED, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      // A socket's own timeout is that of connecting, and its message says so.
      boolean late = e instanceof InterruptedIOException || deadline.isOver();
      throw failure(
          late ? Category.TIMEOUT : Category.CONNECTION,
          late && !(e instanceof SocketTimeoutException)
              ? "no complete answer in time"
              : String.valueOf(e.getMessage()),
          e);
    }
    endpoint.refusesPost();
    return run(client, json);
  }

  private Request request() {
    try {
      return endpoint.request(apiRequest);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      throw failure(Category.UNAUTHORIZED, String.valueOf(e.getMessage()), e);
    }
  }

  /** Empty if the request has to be sent by GET. */
  private Optional<Envelope> read(Request request, Response response, JsonFactory json)
      throws IOException {
    if (!response.isSuccessful()) {
      if (POST_REFUSED.contains(response.code()) && request.method().equals("POST")) {
        return Optional.empty();
      }
      throw refusal(request, response, json);
    }
    Envelope envelope;
    try (JsonParser parser = json.createParser(response.body().byteStream())) {
      envelope = apiRequest.format().read(parser, data);
    } catch (StreamConstraintsException e) {
      throw e;
    } catch (JsonProcessingException | CharConversionException e) {
      String found = e instanceof JsonProcessingException j ? j.getOriginalMessage() : "not UTF-8";
      throw new PrometheusException(
          Category.MALFORMED,
          endpoint.target(apiRequest),
          response.code(),
          null,
          shorten(
              endpoint.redact(request, found)
                  + " (Content-Type "
                  + response.header("Content-Type", "none")
                  + ")"),
          Duration.ZERO,
          e);
    }
    if (!envelope.success()) {
      throw refusal(request, response, envelope);
    }
    return Optional.of(envelope);
  }

  private PrometheusException refusal(Request request, Response response, JsonFactory json)
      throws IOException {
    String body = response.peekBody(ERROR_BODY_BYTES).string();
    try (JsonParser parser = json.createParser(body)) {
      return refusal(request, response, apiRequest.format().read(parser, null));
    } catch (JsonProcessingException e) {
      String reason = body.isBlank() || body.stripLeading().startsWith("<") ? "" : body.strip();
      String location = response.header("Location");
      if (response.isRedirect() && location != null) {
        reason = "redirects are not followed; this one leads to " + location.split("[?#]", 2)[0];
      }
      return refusal(request, response, new Envelope(false, null, reason, List.of(), List.of()));
    }
  }

  private PrometheusException refusal(Request request, Response response, Envelope envelope) {
    String reason = envelope.error() == null ? "" : envelope.error();
    if (reason.isBlank()) {
      reason = response.message().isBlank() ? "no message" : response.message();
    }
    return new PrometheusException(
        category(response, envelope),
        endpoint.target(apiRequest),
        response.code(),
        envelope.errorType(),
        shorten(endpoint.redact(request, reason)),
        retryAfter(response),
        null);
  }

  private static Category category(Response response, Envelope envelope) {
    int status = response.code();
    if (status == 401 || status == 403) {
      return Category.UNAUTHORIZED;
    }
    if (response.isSuccessful()) {
      boolean query =
          "bad_data".equals(envelope.errorType()) || "execution".equals(envelope.errorType());
      return query ? Category.REJECTED : Category.SERVER;
    }
    return status == 429 || status >= 500 ? Category.SERVER : Category.REJECTED;
  }

  /** The header's seconds; a date in it is ignored, since it would need both clocks to agree. */
  private static Duration retryAfter(Response response) {
    String seconds = response.header("Retry-After", "");
    return seconds != null && seconds.matches("[0-9]{1,9}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : Duration.ZERO;
  }

  private PrometheusException failure(Category category, String reason, Throwable cause) {
    return new PrometheusException(
        category, endpoint.target(apiRequest), 0, null, shorten(reason), Duration.ZERO, cause);
  }

  /** On one line, as it will be logged. */
  private static String shorten(String reason) {
    String line = reason.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() <= REASON_LENGTH ? line : line.substring(0, REASON_LENGTH) + "...";
  }
}
