package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.access.Caller;
import io.github.anomalyexporter.server.store.ModelStoreException;
import io.github.anomalyexporter.server.web.page.Page;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests of the API, {@code /api/v1/...}, with what their callers see. Safe for use
 * by several threads.
 */
public final class Api {
  private static final Logger LOGGER = LoggerFactory.getLogger(Api.class);

  private static final Set<String> DETECTOR = Set.of(InstanceFilter.DETECTOR);

  private final ExporterApi exporter;

  public Api(ExporterApi exporter) {
    this.exporter = exporter;
  }

  /** {@code DELETE /api/v1/instances/...}. */
  private record Forgotten(int forgotten) {}

  /**
   * Returns the response about the caller of a request.
   *
   * @param lifecycle whether callers without a login may change state
   */
  public static Page user(Caller caller, boolean lifecycle) {
    return Envelope.success(UserDocument.of(caller, lifecycle));
  }

  /** Returns the response to a GET request. */
  public Page read(ApiRequest request) {
    return answer(request, visible -> new RequestedPage(visible, request).page());
  }

  /** Returns the response to a DELETE request, which the caller has to be allowed to make. */
  public Page delete(ApiRequest request) {
    return answer(
        request,
        visible ->
            request.found().route() == Route.BACKTEST
                ? new Backtests(visible.backtests()).remove(request)
                : forget(visible, request));
  }

  /** Returns the response to a POST request, which the caller has to be allowed to make. */
  public Page post(ApiRequest request, PostedBody body) {
    return answer(
        request,
        visible ->
            request.found().route() == Route.BACKTESTS
                ? new Backtests(visible.backtests()).start(request, body)
                : rows(visible, request, body));
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
    } catch (ModelStoreException e) {
      return Envelope.failure(500, "internal", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOGGER.error("the request {} failed", request.found().route().path(), e);
      return Envelope.failure(500, "internal", "internal error: see the log for the reason");
    }
  }

  private static Page rows(VisibleExporter exporter, ApiRequest request, PostedBody body) {
    new Parameters(request.parameters()).only(Set.of());
    String name = request.found().variable();
    Optional<VisibleDetector> found = exporter.detector(name);
    if (found.isEmpty()) {
      return Envelope.noDetector(name);
    }
    return request.found().route() == Route.SCORE
        ? RowPosts.score(found.get(), body)
        : RowPosts.store(found.get(), body, exporter.now());
  }

  private static Page forget(VisibleExporter exporter, ApiRequest request) {
    Parameters parameters = new Parameters(request.parameters());
    Map<String, String> wanted = parameters.labels(DETECTOR, exporter.labelNames());
    parameters
        .one(InstanceFilter.DETECTOR)
        .ifPresent(it -> wanted.put(InstanceFilter.DETECTOR, it));
    if (request.found().route() == Route.INSTANCE) {
      wanted.put(VisibleExporter.INSTANCE, request.found().variable());
    }
    if (wanted.getOrDefault(VisibleExporter.INSTANCE, "").isEmpty()) {
      throw new BadParameterException(
          VisibleExporter.INSTANCE,
          "the name of an instance: /api/v1/instances?instance=...",
          "none");
    }
    int forgotten = exporter.forget(wanted);
    return forgotten == 0
        ? Envelope.notFound("no such instance: " + wanted)
        : Envelope.done(new Forgotten(forgotten));
  }
}
