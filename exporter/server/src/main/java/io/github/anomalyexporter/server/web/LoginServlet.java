package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.access.Identity;
import io.github.anomalyexporter.server.logging.AuditLog;
import io.github.anomalyexporter.server.logging.AuditLog.Outcome;
import io.github.anomalyexporter.server.openid.LoginRequest;
import io.github.anomalyexporter.server.openid.OpenIdException;
import io.github.anomalyexporter.server.openid.OpenIdProvider;
import io.github.anomalyexporter.server.openid.PendingLogin;
import io.github.anomalyexporter.server.web.api.Route;
import io.github.anomalyexporter.server.web.security.Authentication;
import io.github.anomalyexporter.server.web.security.SecurityFile;
import io.github.anomalyexporter.server.web.security.SecuritySettings;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Browser login at the OpenID provider: {@code /login} sends the browser to the provider, which
 * sends it back to {@code /login/callback}; {@code POST /logout} ends the session.
 */
final class LoginServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final Logger LOGGER = LoggerFactory.getLogger(LoginServlet.class);

  /** Time to enter a password and a second factor at the provider. */
  private static final Duration LONGEST_LOGIN = Duration.ofMinutes(10);

  private static final String STATE = "state";
  private static final String NONCE = "nonce";
  private static final String VERIFIER = "verifier";
  private static final String REDIRECT = "redirect";

  private static final String AGAIN = "\nTo log in, open the page again.";

  private final transient SecurityFile security;
  private final transient Sessions sessions;
  private final transient SealedCookie pending;
  private final @Nullable URI externalUrl;

  /**
   * @param externalUrl null to take it from each request
   */
  LoginServlet(
      SecurityFile security,
      Sessions sessions,
      @Nullable URI externalUrl,
      InstantSource clock,
      SecureRandom random) {
    this.security = security;
    this.sessions = sessions;
    this.externalUrl = externalUrl;
    this.pending =
        new SealedCookie("anomaly_exporter_login", LONGEST_LOGIN, externalUrl, clock, random);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    SecuritySettings settings = security.settings();
    OpenIdProvider provider = settings.openId();
    response.setHeader("Cache-Control", "no-store");
    if (provider == null) {
      PlainText.send(response, 404, "access.oidc is not configured in --web.config.file");
      return;
    }
    try {
      if (Paths.of(request).equals(Route.LOGIN.path())) {
        begin(provider, request, response);
      } else {
        complete(settings, provider, request, response);
      }
    } catch (OpenIdException e) {
      LOGGER.warn("login: {}", e.getMessage());
      AuditLog.write(null, request.getRemoteAddr(), "login", Outcome.FAILED);
      PlainText.send(
          response,
          e.isUnavailable() ? 503 : 403,
          "The login failed; see the log of the exporter for the reason." + AGAIN);
    }
  }

  private void begin(
      OpenIdProvider provider, HttpServletRequest request, HttpServletResponse response)
      throws OpenIdException {
    LoginRequest login = provider.begin(callback(request));
    pending.set(
        request,
        response,
        Map.of(
            STATE, login.pending().state(),
            NONCE, login.pending().nonce(),
            VERIFIER, login.pending().verifier(),
            REDIRECT, login.pending().redirect()));
    redirect(response, login.url().toString());
  }

  private URI callback(HttpServletRequest request) {
    if (externalUrl != null) {
      return URI.create(
          externalUrl.toString().replaceFirst("/$", "") + Route.LOGIN_CALLBACK.path());
    }
    return URI.create(request.getRequestURL().toString()).resolve(Route.LOGIN_CALLBACK.path());
  }

  private void complete(
      SecuritySettings settings,
      OpenIdProvider provider,
      HttpServletRequest request,
      HttpServletResponse response)
      throws OpenIdException, IOException {
    Optional<PendingLogin> login = pending.content(request).map(LoginServlet::pending);
    pending.remove(request, response);
    String code = request.getParameter("code");
    if (login.isEmpty() || !login.get().state().equals(request.getParameter(STATE))) {
      PlainText.send(
          response, 400, "The login took too long, or was begun in another window." + AGAIN);
    } else if (code == null || code.isBlank()) {
      // The reason in the URL is not shown: any web page can make a link with another one.
      AuditLog.write(null, request.getRemoteAddr(), "login", Outcome.REFUSED);
      PlainText.send(response, 403, "The OpenID provider refused the login." + AGAIN);
    } else {
      begin(settings, provider, provider.complete(login.get(), code), request, response);
    }
  }

  private void begin(
      SecuritySettings settings,
      OpenIdProvider provider,
      Identity identity,
      HttpServletRequest request,
      HttpServletResponse response)
      throws IOException {
    boolean admitted = settings.logins().of(identity) instanceof Authentication.Accepted;
    AuditLog.write(
        identity.auditName(),
        request.getRemoteAddr(),
        "login",
        admitted ? Outcome.DONE : Outcome.REFUSED);
    if (admitted) {
      sessions.begin(request, identity, provider.config());
      redirect(response, Paths.toRoot(request));
    } else {
      PlainText.send(response, 403, SecurityFilter.withoutRole(identity));
    }
  }

  private static PendingLogin pending(Map<String, Object> content) {
    return new PendingLogin(
        String.valueOf(content.get(STATE)),
        String.valueOf(content.get(NONCE)),
        String.valueOf(content.get(VERIFIER)),
        String.valueOf(content.get(REDIRECT)));
  }

  @Override
  protected void doPost(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (Paths.of(request).equals(Route.LOGOUT.path())) {
      sessions.end(request);
      PlainText.send(response, 200, "Logged out.");
    } else {
      PlainText.send(response, 405, "Only GET requests are allowed.");
    }
  }

  /** Unlike {@code sendRedirect}, keeps a relative URL, which is right behind any path prefix. */
  static void redirect(HttpServletResponse response, String url) {
    response.setStatus(302);
    response.setHeader("Location", url);
  }
}
