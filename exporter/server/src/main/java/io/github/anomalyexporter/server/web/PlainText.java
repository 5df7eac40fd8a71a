package io.github.anomalyexporter.server.web;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sends plain text responses. */
final class PlainText {
  static final String LIFECYCLE_DISABLED =
      "Requests that change state are disabled; enable them with --web.enable-lifecycle or with users in --web.config.file.";

  private PlainText() {}

  static void send(HttpServletResponse response, int status, String text) throws IOException {
    response.setStatus(status);
    response.setContentType("text/plain; charset=utf-8");
    response.getWriter().println(text);
  }
}
