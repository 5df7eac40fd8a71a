package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.access.Identity;
import io.github.anomalyexporter.server.config.OpenIdConfig;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.SessionTrackingMode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.ee11.servlet.SessionHandler;
import org.eclipse.jetty.http.HttpCookie;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of browsers that have logged in, in memory: a restart ends them. Each ends at a fixed
 * time after its login, and when the settings change from which its identity follows. Thread-safe.
 */
final class Sessions {
  private static final String COOKIE = "anomaly_exporter_session";
  private static final String ATTRIBUTE = Opened.class.getName();

  private final InstantSource clock;

  Sessions(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * Content of a session.
   *
   * @param settings from which the identity follows
   */
  private record Opened(Identity identity, Instant begin, List<String> settings) {}

  /**
   * Returns Jetty's sessions, identified by a cookie that scripts cannot read and that other sites
   * cannot send with a request that changes state.
   *
   * @param externalUrl null if unknown; then the cookie is bound to TLS if the request has it
   */
  static SessionHandler handler(@Nullable URI externalUrl) {
    SessionHandler handler = new SessionHandler();
    handler.setSessionTrackingModes(Set.of(SessionTrackingMode.COOKIE));
    handler.setSameSite(HttpCookie.SameSite.LAX);
    handler.setHttpOnly(true);
    SessionCookieConfig cookie = handler.getSessionCookieConfig();
    cookie.setName(COOKIE);
    cookie.setPath("/");
    cookie.setSecure(WebOptions.isHttps(externalUrl));
    return handler;
  }

  /** Begins a session; an earlier one of the same browser ends. */
  void begin(HttpServletRequest request, Identity identity, OpenIdConfig settings) {
    end(request);
    HttpSession session = request.getSession(true);
    session.setMaxInactiveInterval(Math.toIntExact(settings.sessionLifetime().toSeconds()));
    session.setAttribute(
        ATTRIBUTE, new Opened(identity, clock.instant(), settings.identitySettings()));
  }

  /** Ends the session of a request, if it has one. */
  void end(HttpServletRequest request) {
    HttpSession session = request.getSession(false);
    if (session != null) {
      session.invalidate();
    }
  }

  /**
   * Returns the identity of the session of a request; empty without one.
   *
   * @param settings those in use
   */
  Optional<Identity> identity(HttpServletRequest request, OpenIdConfig settings) {
    HttpSession session = request.getSession(false);
    return session != null
            && session.getAttribute(ATTRIBUTE) instanceof Opened opened
            && clock.instant().isBefore(opened.begin().plus(settings.sessionLifetime()))
            && opened.settings().equals(settings.identitySettings())
        ? Optional.of(opened.identity())
        : Optional.empty();
  }
}
