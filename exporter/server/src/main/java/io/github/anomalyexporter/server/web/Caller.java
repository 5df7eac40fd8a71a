package io.github.anomalyexporter.server.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Authenticated user of a request, as determined by {@link SecurityFilter}. */
final class Caller {
  private static final String ATTRIBUTE = Caller.class.getName();

  private Caller() {}

  /** Returns the user, or the subject of a verified certificate; null if unknown. */
  static @Nullable String of(HttpServletRequest request) {
    return (String) request.getAttribute(ATTRIBUTE);
  }

  /**
   * Returns whether a request may change state.
   *
   * @param lifecycle whether requests without a login may
   */
  static boolean mayChangeState(HttpServletRequest request, boolean lifecycle) {
    return lifecycle || of(request) != null;
  }

  static void identify(HttpServletRequest request, String name) {
    request.setAttribute(ATTRIBUTE, name);
  }
}
