package io.github.anomalyexporter.server.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.prometheus.ContentLengths.WrongLengthException;
import io.github.anomalyexporter.server.prometheus.PrometheusException.Category;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** One attempt of a request at one server; assigns the category of each failure. */
final class Attempt<T> {
  /**
   * Bytes read of an error body: enough for any message of Prometheus, and a small part of an HTML
   * page.
   */
  private static final long ERROR_BODY_BYTES = 16 << 10;

  private static final int REASON_LENGTH = 500;

  /**
   * Status codes after which GET is used: "Method Not Allowed" and "Not Implemented", as in
   * Prometheus' own client, and "Forbidden", which gateways return that allow only read requests.
   */
  private static final Set<Integer> POST_REFUSED = Set.of(403, 405, 501);

  /** Header of M3 that names the limits by which a result was truncated. */
  private static final String LIMITED = "M3-Results-Limited";

  private static final int PARTIAL_CONTENT = 206;

  private final Endpoint endpoint;
  private final ApiRequest apiRequest;
  private final ResponseData<T> data;
  private final Deadline deadline;
  private final boolean answeredBefore;

  /**
   * @param answeredBefore whether the source recently answered the expression
   */
  Attempt(
      Endpoint endpoint,
      ApiRequest apiRequest,
      ResponseData<T> data,
      Deadline deadline,
      boolean answeredBefore) {
    this.endpoint = endpoint;
    this.apiRequest = apiRequest;
    this.data = data;
    this.deadline = deadline;
    this.answeredBefore = answeredBefore;
  }

  /**
   * Sends the request; if POST is refused, sends it by GET, and if GET succeeds, all further
   * requests use GET.
   *
   * @throws PrometheusException if no complete, valid response is received
   */
  Envelope run(OkHttpClient client, JsonFactory json) throws InterruptedException {
    Optional<Envelope> answer = send(client, json, endpoint.takesPost());
    if (answer.isPresent()) {
      return answer.get();
    }
    Envelope byGet = send(client, json, false).orElseThrow();
    endpoint.refusesPost();
    return byGet;
  }

  /** Returns empty if the request must be sent by GET. */
  private Optional<Envelope> send(OkHttpClient client, JsonFactory json, boolean post)
      throws InterruptedException {
    Request request = request(post);
    try {
      Call call = client.newCall(request);
      call.timeout().timeout(Math.max(1, deadline.remaining().toNanos()), TimeUnit.NANOSECONDS);
      return CallThreads.execute(call, response -> read(request, response, json));
    } catch (StreamConstraintsException e) {
      throw failure(Category.TOO_LARGE, e.getOriginalMessage(), e);
    } catch (WrongLengthException e) {
      throw failure(Category.MALFORMED, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      // A timeout of the socket is a connect timeout and has its own message.
      boolean late = e instanceof InterruptedIOException || deadline.isOver();
      throw failure(
          late ? Category.TIMEOUT : Category.CONNECTION,
          late && !(e instanceof SocketTimeoutException)
              ? "no complete response in time"
              : String.valueOf(e.getMessage()),
          e);
    }
  }

  private Request request(boolean post) {
    try {
      return endpoint.request(apiRequest, post);
    } catch (UncheckedIOException | UsageException e) {
      throw failure(Category.UNAUTHORIZED, String.valueOf(e.getMessage()), e);
    }
  }

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
      throw refusal(
          request, response, envelope, Refusal.ofApi(response.code(), envelope, answeredBefore));
    }
    Optional<String> missing = missing(response, envelope);
    if (missing.isPresent()) {
      throw incomplete(request, response, missing.get());
    }
    return Optional.of(envelope);
  }

  /** Returns how the source reports missing data; empty for a complete response. */
  private Optional<String> missing(Response response, Envelope envelope) {
    String limits = response.header(LIMITED);
    if (limits != null) {
      return Optional.of(LIMITED + ": " + limits);
    } else if (response.code() == PARTIAL_CONTENT) {
      return Optional.of("HTTP 206, partial content");
    }
    return envelope.incompleteness().reason(apiRequest.beforeData());
  }

  private PrometheusException incomplete(Request request, Response response, String missing) {
    PrometheusException failure =
        new PrometheusException(
            Category.INCOMPLETE,
            endpoint.target(apiRequest),
            response.code(),
            null,
            shorten(endpoint.redact(request, missing)),
            Duration.ZERO,
            null);
    return data.samples() > 0 ? failure.afterDelivery() : failure;
  }

  private PrometheusException refusal(Request request, Response response, JsonFactory json)
      throws IOException {
    String body = response.peekBody(ERROR_BODY_BYTES).string();
    try (JsonParser parser = json.createParser(body)) {
      Envelope envelope = apiRequest.format().read(parser, null);
      return refusal(
          request, response, envelope, Refusal.ofApi(response.code(), envelope, answeredBefore));
    } catch (JsonProcessingException e) {
      String reason = body.isBlank() || body.stripLeading().startsWith("<") ? "" : body.strip();
      String location = response.header("Location");
      if (response.isRedirect() && location != null) {
        reason = "redirects are not followed; redirected to " + location.split("[?#]", 2)[0];
      }
      return refusal(
          request,
          response,
          Envelope.refused(reason),
          Refusal.ofOther(response.code(), answeredBefore));
    }
  }

  private PrometheusException refusal(
      Request request, Response response, Envelope envelope, Category category) {
    String reason = envelope.error() == null ? "" : envelope.error();
    if (reason.isBlank()) {
      reason = response.message().isBlank() ? "no message" : response.message();
    }
    return new PrometheusException(
        category,
        endpoint.target(apiRequest),
        response.code(),
        envelope.errorType(),
        shorten(endpoint.redact(request, reason)),
        retryAfter(response),
        null);
  }

  /**
   * Returns the seconds of the header; dates are ignored because they require synchronous clocks.
   */
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

  /** Returns the text on one line, for the log. */
  private static String shorten(String reason) {
    String line = reason.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() <= REASON_LENGTH ? line : line.substring(0, REASON_LENGTH) + "...";
  }
}
