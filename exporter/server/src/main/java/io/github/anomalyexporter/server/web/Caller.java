package io.github.anomalyexporter.server.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Who a request is from, as {@link SecurityFilter} has found out. */
final class Caller {
  private static final String ATTRIBUTE = Caller.class.getName();

  private Caller() {}

  /** A user, or the subject of a verified certificate; null where nobody knows. */
  static @Nullable String of(HttpServletRequest request) {
    return (String) request.getAttribute(ATTRIBUTE);
  }

  static void identify(HttpServletRequest request, String name) {
    request.setAttribute(ATTRIBUTE, name);
  }
}
