package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.web.api.Route;
import io.github.anomalyexporter.server.web.page.Assets;
import io.github.anomalyexporter.server.web.page.Page;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import java.util.Optional;

/** {@code /} and {@code /assets/...}: the page that shows the fleet. */
final class PageServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Assets assets;

  PageServlet(Assets assets) {
    this.assets = assets;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    Answer.send(page(request), request, response);
  }

  private Page page(HttpServletRequest request) {
    Optional<Route.Found> found = Paths.route(request);
    Optional<Page> page =
        found.flatMap(
            it ->
                switch (it.route()) {
                  case PAGE -> Optional.of(assets.index());
                  case PAGE_FILE -> assets.file(it.variable());
                  default -> Optional.empty();
                });
    if (found.isEmpty() || page.isEmpty()) {
      return Page.text(404, "not found: " + request.getRequestURI());
    }
    Route route = found.get().route();
    return route.has(request.getMethod())
        ? page.get()
        : Page.text(405, "expected one of the methods " + String.join(", ", route.methods()))
            .with(Map.of("Allow", String.join(", ", route.methods())));
  }
}
