package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.access.Caller;
import io.github.anomalyexporter.server.access.Identity;
import io.github.anomalyexporter.server.access.Login;
import io.github.anomalyexporter.server.web.api.Route;
import io.github.anomalyexporter.server.web.security.Authentication;
import io.github.anomalyexporter.server.web.security.Authentication.Absent;
import io.github.anomalyexporter.server.web.security.Authentication.Accepted;
import io.github.anomalyexporter.server.web.security.Authentication.Busy;
import io.github.anomalyexporter.server.web.security.Authentication.WithoutRole;
import io.github.anomalyexporter.server.web.security.SecurityFile;
import io.github.anomalyexporter.server.web.security.SecuritySettings;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Admits or rejects requests: all paths except health and the login itself require a login if one
 * is configured, and count towards the rate limit if configured.
 */
final class SecurityFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final Set<Route> LOGIN = EnumSet.of(Route.LOGIN, Route.LOGIN_CALLBACK);

  private final transient SecurityFile security;
  private final transient Sessions sessions;

  SecurityFilter(SecurityFile security, Sessions sessions) {
    this.security = security;
    this.sessions = sessions;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    SecuritySettings settings = security.settings();
    settings.headers().forEach(response::setHeader);
    if (Paths.isHealth(request.getMethod(), Paths.of(request))) {
      chain.doFilter(request, response);
    } else if (!settings.admitsRequest()) {
      PlainText.send(response, 429, "Too many requests: see rate_limit of --web.config.file.");
    } else if (settings.openId() != null && reads(request, LOGIN)) {
      chain.doFilter(request, response);
    } else {
      answer(settings, authentication(settings, request), request, response, chain);
    }
  }

  private static void answer(
      SecuritySettings settings,
      Authentication found,
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain)
      throws IOException, ServletException {
    if (found instanceof Accepted accepted) {
      Callers.set(request, accepted.caller());
      keepPrivate(settings, request, response);
      chain.doFilter(request, response);
    } else if (found instanceof WithoutRole known) {
      if (known.identity().login() == Login.SESSION && isLogout(request)) {
        chain.doFilter(request, response);
      } else {
        PlainText.send(response, 403, withoutRole(known.identity()));
      }
    } else if (found instanceof Busy busy) {
      PlainText.send(response, busy.status(), busy.reason());
    } else {
      challenge(settings, request, response);
    }
  }

  private static boolean isLogout(HttpServletRequest request) {
    return request.getMethod().equals("POST") && Paths.of(request).equals(Route.LOGOUT.path());
  }

  private static boolean reads(HttpServletRequest request, Set<Route> routes) {
    return Paths.reads(request.getMethod(), Paths.of(request), routes);
  }

  /** Keeps what one caller sees out of shared caches. */
  private static void keepPrivate(
      SecuritySettings settings, HttpServletRequest request, HttpServletResponse response) {
    if (settings.requiresLogin() && Paths.of(request).startsWith(Route.API)) {
      response.setHeader("Cache-Control", "private, no-cache");
    }
  }

  /**
   * Returns the caller of a request. A verified certificate is a login of its own unless there are
   * users with a password: then a client needs both.
   */
  private Authentication authentication(SecuritySettings settings, HttpServletRequest request) {
    Optional<Identity> certificate =
        settings.verifiesClients() ? certificate(request) : Optional.empty();
    if (!settings.requiresLogin()) {
      return certificate.map(settings.logins()::of).orElseGet(() -> new Accepted(Caller.ANONYMOUS));
    }
    Authentication found =
        settings.logins().check(request.getHeader("Authorization"), request.getRemoteAddr());
    if (!(found instanceof Absent)) {
      return found;
    }
    Optional<Identity> proven =
        Optional.ofNullable(settings.openId())
            .flatMap(provider -> sessions.identity(request, provider.config()));
    return proven
        .or(() -> settings.hasUsers() ? Optional.empty() : certificate)
        .map(settings.logins()::of)
        .orElse(found);
  }

  private static Optional<Identity> certificate(HttpServletRequest request) {
    X509Certificate[] chain =
        (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
    return chain == null || chain.length == 0
        ? Optional.empty()
        : Optional.of(
            new Identity(chain[0].getSubjectX500Principal().getName(), Login.CERTIFICATE));
  }

  /**
   * Sends browsers that open a page to the OpenID provider, if there is one, and tells other
   * clients which credentials are missing. With a provider the scheme {@code Basic} is not named:
   * the browser would ask for a password whenever a session has ended.
   */
  private static void challenge(
      SecuritySettings settings, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    boolean page =
        Paths.READING.contains(request.getMethod())
            && String.valueOf(request.getHeader("Accept")).contains("text/html");
    if (settings.openId() != null && page) {
      LoginServlet.redirect(response, Paths.toRoot(request) + Route.LOGIN.path().substring(1));
      return;
    }
    response.setHeader(
        "WWW-Authenticate",
        settings.openId() == null && settings.hasUsers()
            ? "Basic realm=\"anomaly-exporter\", charset=\"UTF-8\""
            : "Bearer realm=\"anomaly-exporter\"");
    PlainText.send(response, 401, "Unauthorized");
  }

  /** Returns the message for a caller who is known and may do nothing. */
  static String withoutRole(Identity identity) {
    String again =
        identity.login() == Login.SESSION ? "\nTo log in as another user, open /login." : "";
    return "%s has no role, or is in no team: see access in --web.config.file.%s"
        .formatted(identity.auditName(), again);
  }
}
