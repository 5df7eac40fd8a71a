package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.access.Caller;
import io.github.anomalyexporter.server.web.api.Visibility;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The callers of requests, as determined by {@link SecurityFilter}. */
final class Callers {
  private static final String ATTRIBUTE = Caller.class.getName();

  private Callers() {}

  /** Returns the caller of a request that {@link SecurityFilter} has admitted. */
  static Caller of(HttpServletRequest request) {
    return Objects.requireNonNull(find(request), "a request that was not admitted");
  }

  /** Returns the caller; null for a request that was refused or needs no login. */
  static @Nullable Caller find(HttpServletRequest request) {
    return (Caller) request.getAttribute(ATTRIBUTE);
  }

  /** Returns the instances that the caller of an admitted request sees. */
  static Visibility visibility(HttpServletRequest request) {
    return Visibility.of(of(request).visible());
  }

  static void set(HttpServletRequest request, Caller caller) {
    request.setAttribute(ATTRIBUTE, caller);
  }
}
