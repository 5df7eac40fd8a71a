package io.github.anomalyexporter.server.alertmanager;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.http.ApiRequest;
import io.github.anomalyexporter.server.http.ApiRequest.Change;
import io.github.anomalyexporter.server.http.Deadline;
import io.github.anomalyexporter.server.http.JsonClient;
import io.github.anomalyexporter.server.http.RequestObserver;
import io.github.anomalyexporter.server.http.RetryPolicy;
import io.github.anomalyexporter.server.http.RetryPolicy.Sleeper;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;

/**
 * Client of Alertmanager's API, version 2. Changes have connections of their own, so that they do
 * not wait for a reading, and are not repeated. Thread-safe.
 */
final class AlertmanagerClient implements AutoCloseable {
  /** More than fit into the longest response that is read. */
  private static final long MOST_SILENCES = 100_000;

  private static final JsonFactory JSON = new JsonFactory();

  private final HttpClientConfig config;
  private final JsonClient json;
  private final JsonClient changes;

  AlertmanagerClient(
      HttpClientConfig config,
      RequestObserver observer,
      RequestObserver changeObserver,
      Random random,
      Sleeper sleeper) {
    this.config = config;
    this.json =
        new JsonClient(config, 1, 0, new RetryPolicy(config.retries(), random, sleeper), observer);
    this.changes =
        new JsonClient(config, 2, 0, new RetryPolicy(0, random, sleeper), changeObserver);
  }

  /**
   * Returns all silences of Alertmanager: pending, active and, for some days, expired silences.
   *
   * @throws io.github.anomalyexporter.server.http.RequestException if it does not answer
   */
  List<Silence> silences() throws InterruptedException {
    return json.call(
        ApiRequest.get("api/v2/silences", "silences"),
        () -> new BareReader<>(SilenceJson.list(MOST_SILENCES)),
        Deadline.after(config.timeout()));
  }

  /**
   * Creates a silence; returns its id.
   *
   * @throws io.github.anomalyexporter.server.http.RequestException if it is not created; after a
   *     timeout it may have been
   */
  String create(Silence silence) throws InterruptedException {
    return changes.call(
        ApiRequest.change("api/v2/silences", new Change("POST", json(silence)), "a new silence"),
        () -> new BareReader<>(new CreatedSilence()),
        Deadline.after(config.timeout()));
  }

  private static String json(Silence silence) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      SilenceJson.write(generator, silence);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /**
   * Expires a silence.
   *
   * @param id as Alertmanager has it
   * @throws io.github.anomalyexporter.server.http.RequestException if it is not expired
   */
  void expire(String id) throws InterruptedException {
    boolean unused =
        changes.call(
            ApiRequest.change("api/v2/silence/" + id, new Change("DELETE", ""), "silence " + id),
            EmptyReader::new,
            Deadline.after(config.timeout()));
  }

  @Override
  public void close() {
    json.close();
    changes.close();
  }
}
