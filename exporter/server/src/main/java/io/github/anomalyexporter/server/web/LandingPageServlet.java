package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.version.BuildVersion;
import io.github.anomalyexporter.server.web.api.Route;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code /}: HTML page with the version and links to the endpoints. */
final class LandingPageServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException, ServletException {
    if (request.getRequestURI().equals(Route.LANDING_PAGE.path())) {
      super.service(request, response);
    } else {
      PlainText.send(response, 404, "not found: " + request.getRequestURI());
    }
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/html; charset=utf-8");
    response
        .getWriter()
        .printf(
            """
      <!DOCTYPE html>
      <html lang="en">
      <head><meta charset="utf-8"><title>anomaly-exporter</title></head>
      <body>
      <h1>anomaly-exporter</h1>
      <p>Version %s. Anomaly scores of hosts in Prometheus, as <code>anomaly_score</code>.</p>
      <ul>
      <li><a href="metrics">/metrics</a></li>
      <li><a href="api/v1/status">/api/v1/status</a>: detectors, models, runs</li>
      <li><a href="api/v1/instances">/api/v1/instances</a>: state, score and features of each instance</li>
      <li><a href="api/v1/detectors">/api/v1/detectors</a>: configuration, features and queries of each detector</li>
      <li><a href="api/v1/anomalies">/api/v1/anomalies</a>: recent anomalies as incidents</li>
      <li><a href="api/v1/calendar/proposals">/api/v1/calendar/proposals</a>: calendar entries for recurring anomalies</li>
      <li><a href="api/v1/docs">/api/v1/docs</a>: documentation of the API, from <a href="api/v1/openapi.yaml">/api/v1/openapi.yaml</a></li>
      <li><a href="-/healthy">/-/healthy</a>, <a href="-/ready">/-/ready</a></li>
      </ul>
      </body>
      </html>
      """,
            BuildVersion.current());
  }
}
