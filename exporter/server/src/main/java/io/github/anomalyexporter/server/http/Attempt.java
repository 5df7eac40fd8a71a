package io.github.anomalyexporter.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.http.ContentLengths.WrongLengthException;
import io.github.anomalyexporter.server.http.RequestException.Category;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** One attempt of a request at one server; assigns the category of each failure. */
final class Attempt<T> {
  /**
   * Bytes read of an error body: enough for any message of an API, and a small part of an HTML
   * page.
   */
  private static final long ERROR_BODY_BYTES = 16 << 10;

  private static final int REASON_LENGTH = 500;

  /**
   * Status codes after which GET is used: "Method Not Allowed", "Not Implemented", and "Forbidden",
   * which gateways return that allow only read requests.
   */
  private static final Set<Integer> POST_REFUSED = Set.of(403, 405, 501);

  /** URL, body or header too long: the request is at fault. */
  private static final Set<Integer> TOO_LONG = Set.of(413, 414, 431);

  private static final int PARTIAL_CONTENT = 206;

  private final Endpoint endpoint;
  private final ApiRequest apiRequest;
  private final ResponseReader<T> reader;
  private final Deadline deadline;
  private final long createdNanos = System.nanoTime();
  private @Nullable PendingCall<?> first;

  Attempt(Endpoint endpoint, ApiRequest apiRequest, ResponseReader<T> reader, Deadline deadline) {
    this.endpoint = endpoint;
    this.apiRequest = apiRequest;
    this.reader = reader;
    this.deadline = deadline;
  }

  /**
   * Sends the request; if POST is refused, sends it by GET, and if GET succeeds, all further
   * requests use GET.
   *
   * @throws RequestException if no complete, valid response is received
   * @throws NotSentException if the request could not be sent until the deadline
   */
  T run(OkHttpClient client, JsonFactory json) throws InterruptedException, NotSentException {
    Optional<T> answer = send(client, json, endpoint.takesPost());
    if (answer.isPresent()) {
      return answer.get();
    }
    T byGet = send(client, json, false).orElseThrow();
    endpoint.refusesPost();
    return byGet;
  }

  /** Returns the time since the request was sent, or since it could not be built. */
  Duration duration() {
    return Duration.ofNanos(
        System.nanoTime() - (first == null ? createdNanos : first.startNanos()));
  }

  /** Returns the number of samples that were delivered. */
  long samples() {
    return reader.samples();
  }

  /** Returns empty if the request must be sent by GET. */
  private Optional<T> send(OkHttpClient client, JsonFactory json, boolean post)
      throws InterruptedException, NotSentException {
    Request request = request(post);
    PendingCall<Optional<T>> call =
        new PendingCall<>(client, request, deadline, response -> read(request, response, json));
    if (first == null) {
      first = call;
    }
    try {
      return call.execute();
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

  private Optional<T> read(Request request, Response response, JsonFactory json)
      throws IOException {
    ResponseHead head = new ResponseHead(endpoint.target(apiRequest), response);
    if (!response.isSuccessful()) {
      if (apiRequest.form()
          && POST_REFUSED.contains(response.code())
          && request.method().equals("POST")) {
        return Optional.empty();
      }
      throw refusal(request, response, refused(head, response, json));
    }
    ApiResponse<T> answer;
    try (JsonParser parser = json.createParser(response.body().byteStream())) {
      answer = reader.read(head, parser);
    } catch (StreamConstraintsException e) {
      throw e;
    } catch (JsonProcessingException | CharConversionException e) {
      throw malformed(request, response, e);
    }
    if (answer instanceof ApiResponse.Refused<T> refused) {
      throw refusal(request, response, refused);
    } else if (answer instanceof ApiResponse.Incomplete<T> part) {
      throw incomplete(request, response, part.missing());
    } else if (response.code() == PARTIAL_CONTENT) {
      throw incomplete(request, response, "HTTP 206, partial content");
    }
    return Optional.of(((ApiResponse.Complete<T>) answer).value());
  }

  private RequestException malformed(Request request, Response response, IOException e) {
    String found = e instanceof JsonProcessingException j ? j.getOriginalMessage() : "not UTF-8";
    return new RequestException(
        Category.MALFORMED,
        endpoint.target(apiRequest),
        response.code(),
        shorten(
            endpoint.redact(request, found)
                + " (Content-Type "
                + response.header("Content-Type", "none")
                + ")"),
        e);
  }

  private RequestException incomplete(Request request, Response response, String missing) {
    RequestException failure =
        new RequestException(
            Category.INCOMPLETE,
            endpoint.target(apiRequest),
            response.code(),
            shorten(endpoint.redact(request, missing)),
            null);
    return reader.samples() > 0 ? failure.afterDelivery() : failure;
  }

  /** Returns the refusal of the API or of another program: a proxy, a gateway, a web server. */
  private ApiResponse.Refused<?> refused(ResponseHead head, Response response, JsonFactory json)
      throws IOException {
    String body = response.peekBody(ERROR_BODY_BYTES).string();
    try (JsonParser parser = json.createParser(body)) {
      return reader.readRefusal(head, parser);
    } catch (JsonProcessingException e) {
      String reason = body.isBlank() || body.stripLeading().startsWith("<") ? "" : body.strip();
      String location = response.header("Location");
      if (response.isRedirect() && location != null) {
        reason = "redirects are not followed; redirected to " + location.split("[?#]", 2)[0];
      }
      Category category = foreign(response.code());
      boolean mayPass =
          category == Category.SERVER || (category == Category.MALFORMED && response.code() >= 400);
      return new ApiResponse.Refused<>(category, null, reason, mayPass);
    }
  }

  /** Returns the category of a refusal that is not a response of the API. */
  private Category foreign(int status) {
    Category category = Category.ofRefusal(status);
    boolean requestsFault = TOO_LONG.contains(status) && !reader.answeredBefore();
    return category == Category.REJECTED && !requestsFault ? Category.MALFORMED : category;
  }

  private RequestException refusal(
      Request request, Response response, ApiResponse.Refused<?> refused) {
    String reason = refused.error() == null ? "" : refused.error();
    if (reason.isBlank()) {
      reason = response.message().isBlank() ? "no message" : response.message();
    }
    return new RequestException(
        refused,
        endpoint.target(apiRequest),
        response.code(),
        shorten(endpoint.redact(request, reason)),
        retryAfter(response));
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

  /** Returns the failure of a request that could not be sent. */
  RequestException notSent(NotSentException cause) {
    return failure(Category.TIMEOUT, "not sent in time: earlier queries took too long", cause);
  }

  private RequestException failure(Category category, String reason, Throwable cause) {
    return new RequestException(category, endpoint.target(apiRequest), 0, shorten(reason), cause);
  }

  /** Returns the text on one line, for the log. */
  private static String shorten(String reason) {
    String line = reason.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() <= REASON_LENGTH ? line : line.substring(0, REASON_LENGTH) + "...";
  }
}
