package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.web.api.Api;
import io.github.anomalyexporter.server.web.api.ApiRequest;
import io.github.anomalyexporter.server.web.api.ApiRequest.Parameter;
import io.github.anomalyexporter.server.web.api.BoundedAnswers;
import io.github.anomalyexporter.server.web.api.Envelope;
import io.github.anomalyexporter.server.web.api.Requester;
import io.github.anomalyexporter.server.web.api.Route;
import io.github.anomalyexporter.server.web.api.Visibility;
import io.github.anomalyexporter.server.web.page.Page;
import io.github.anomalyexporter.server.web.page.Pages;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;

/**
 * {@code /api/v1/...}, answered by {@link Api}: GET requests that do not wait for other servers are
 * rendered by {@link Pages}, whether a request is allowed is decided by {@link RoleFilter}.
 */
final class ApiServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final int ROWS_AT_ONCE = 4;

  /** The body of a backtest has some hundred bytes. */
  private static final int STARTS_AT_ONCE = 1;

  /** They wait for Alertmanager. */
  private static final int SILENCES_AT_ONCE = 1;

  private final transient Api api;
  private final transient Pages pages;
  private final transient Bodies rows;
  private final transient Bodies starts;
  private final transient Bodies models;
  private final transient Bodies silences;
  private final transient BoundedAnswers expiries;
  private final transient BoundedAnswers waiting;
  private final boolean lifecycle;
  private final transient Function<HttpServletRequest, Visibility> visibility;

  /**
   * @param slow bounds the requests that wait for their body or for another server
   * @param waiting the part of them that waits for past data
   * @param lifecycle whether callers without a login may change state
   * @param visibility the instances that the caller of a request sees
   */
  ApiServlet(
      Api api,
      Pages pages,
      BoundedAnswers slow,
      BoundedAnswers waiting,
      boolean lifecycle,
      Function<HttpServletRequest, Visibility> visibility) {
    this.api = api;
    this.pages = pages;
    this.rows = new Bodies(slow.part(ROWS_AT_ONCE, "with rows"));
    this.starts = new Bodies(slow.part(STARTS_AT_ONCE, "for a backtest"));
    this.models = new Bodies(slow.part(STARTS_AT_ONCE, "for a model"));
    this.silences = new Bodies(slow.part(SILENCES_AT_ONCE, "for a silence"));
    this.expiries = slow.part(SILENCES_AT_ONCE, "to expire a silence");
    this.waiting = waiting;
    this.lifecycle = lifecycle;
    this.visibility = visibility;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    Optional<Route.Found> found = Paths.route(request);
    if (found.isEmpty()) {
      Answer.send(
          Envelope.failure(404, "not_found", "not found: " + request.getRequestURI()),
          request,
          response);
      return;
    }
    Route route = found.get().route();
    ApiRequest asked = new ApiRequest(found.get(), parameters(request), visibility.apply(request));
    if (!route.has(request.getMethod())) {
      Answer.send(notAllowed(route), request, response);
    } else if (request.getMethod().equals("POST")) {
      Answer.send(post(request, asked), request, response);
    } else if (request.getMethod().equals("DELETE")) {
      Answer.send(delete(request, asked), request, response);
    } else if (route == Route.USER) {
      Answer.send(api.user(asked, Callers.of(request), lifecycle), request, response);
    } else if (route.waits()) {
      Answer.send(waiting.answer(() -> api.read(asked)), request, response);
    } else {
      pages.request(asked, () -> api.read(asked), Answer.later(request, response));
    }
  }

  private static Page notAllowed(Route route) {
    String allowed = String.join(", ", route.methods());
    return Envelope.failure(405, "method_not_allowed", "expected one of the methods " + allowed)
        .with(Map.of("Allow", allowed));
  }

  private Page delete(HttpServletRequest request, ApiRequest asked) {
    return asked.found().route() == Route.SILENCE
        ? expiries.answer(() -> changed(request, by -> api.delete(asked, by)))
        : changed(request, by -> api.delete(asked, by));
  }

  private Page post(HttpServletRequest request, ApiRequest asked) {
    return bodies(asked.found().route())
        .read(request, body -> changed(request, by -> api.post(asked, body, by)));
  }

  private Bodies bodies(Route route) {
    return switch (route) {
      case SCORE, SAMPLES -> rows;
      case TRAIN, ROLLBACK -> models;
      case SILENCES -> silences;
      default -> starts;
    };
  }

  /** Does a change, and keeps for the audit log what it changed. */
  private static Page changed(HttpServletRequest request, Function<Requester, Page> change) {
    Requester requester = new Requester(Callers.of(request));
    try {
      return change.apply(requester);
    } finally {
      requester.details().ifPresent(it -> request.setAttribute(AuditFilter.DETAILS, it));
    }
  }

  /**
   * Returns the parameters of the URL only: a form would be read from the body, and a slow body
   * would block a thread.
   */
  private static List<Parameter> parameters(HttpServletRequest request) {
    List<Parameter> parameters = new ArrayList<>();
    Request.extractQueryParameters(ServletContextRequest.getServletContextRequest(request))
        .forEach(
            field ->
                field
                    .getValues()
                    .forEach(value -> parameters.add(new Parameter(field.getName(), value))));
    return parameters;
  }
}
