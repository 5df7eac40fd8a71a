package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.access.Caller;
import io.github.anomalyexporter.server.store.ModelStoreException;
import io.github.anomalyexporter.server.web.page.Page;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of the API, {@code /api/v1/...}, with what their callers see. Safe for use
 * by several threads.
 */
public final class Api {
  private static final Logger LOGGER = LoggerFactory.getLogger(Api.class);

  private final ExporterApi exporter;

  public Api(ExporterApi exporter) {
    this.exporter = exporter;
  }

  /**
   * Returns the response about the caller of a request.
   *
   * @param lifecycle whether callers without a login may change state
   */
  public Page user(ApiRequest request, Caller caller, boolean lifecycle) {
    return answer(
        request,
        visible -> {
          request.requireNoParameters();
          return Envelope.done(UserDocument.of(caller, lifecycle))
              .with(Map.of("Cache-Control", "no-store"));
        });
  }

  /** Returns the response to a GET request. */
  public Page read(ApiRequest request) {
    return answer(request, visible -> new RequestedPage(visible, request).page());
  }

  /** Returns the response to a DELETE request, which the caller has to be allowed to make. */
  public Page delete(ApiRequest request, Requester requester) {
    return answer(
        request,
        visible ->
            switch (request.found().route()) {
              case BACKTEST -> new Backtests(visible.backtests()).remove(request);
              case SILENCE -> new SilenceChanges(visible).expire(request);
              default -> ForgottenInstances.forget(visible, request, requester);
            });
  }

  /** Returns the response to a POST request, which the caller has to be allowed to make. */
  public Page post(ApiRequest request, PostedBody body, Requester requester) {
    return answer(
        request,
        visible ->
            switch (request.found().route()) {
              case BACKTESTS -> new Backtests(visible.backtests()).start(request, body);
              case TRAIN -> new ModelChanges(visible).train(request, body);
              case ROLLBACK -> new ModelChanges(visible).rollback(request, body, requester);
              case SILENCES -> new SilenceChanges(visible).create(request, body, requester);
              default -> rows(visible, request, body);
            });
  }

  private Page answer(ApiRequest request, Function<VisibleExporter, Page> answer) {
    try {
      return answer.apply(new VisibleExporter(exporter, request.visibility()));
    } catch (BadParameterException e) {
      return Envelope.failure(400, "bad_data", String.valueOf(e.getMessage()));
    } catch (ForbiddenException e) {
      return Envelope.failure(403, "forbidden", String.valueOf(e.getMessage()));
    } catch (UnavailableException e) {
      return Envelope.failure(503, "unavailable", String.valueOf(e.getMessage()));
    } catch (RefusedException e) {
      return e.page();
    } catch (ModelStoreException e) {
      return Envelope.failure(500, "internal", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOGGER.error("the request {} failed", request.found().route().path(), e);
      return Envelope.failure(500, "internal", "internal error: see the log for the reason");
    }
  }

  private static Page rows(VisibleExporter exporter, ApiRequest request, PostedBody body) {
    request.requireNoParameters();
    String name = request.found().variable();
    Optional<VisibleDetector> found = exporter.detector(name);
    if (found.isEmpty()) {
      return Envelope.noDetector(name);
    }
    return request.found().route() == Route.SCORE
        ? RowPosts.score(found.get(), body)
        : RowPosts.store(found.get(), body, exporter.now());
  }
}
