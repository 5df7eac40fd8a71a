package io.github.anomalyexporter.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.anomalyexporter.server.web.security.SecurityFile;
import io.github.anomalyexporter.server.web.security.SecuritySettings;
import io.github.anomalyexporter.server.web.security.Users;
import io.github.anomalyexporter.server.web.security.Users.Verdict;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Admits or rejects requests: all paths except health require authentication if users are
 * configured, and count towards the rate limit if configured.
 */
final class SecurityFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** Paths requested by orchestrators without credentials; they disclose nothing. */
  private static final Set<String> HEALTH = Set.of("/-/healthy", "/-/ready");

  private static final Set<String> READING = Set.of("GET", "HEAD");

  private static final String BASIC = "Basic ";

  private final transient SecurityFile security;

  SecurityFilter(SecurityFile security) {
    this.security = security;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    SecuritySettings settings = security.settings();
    settings.headers().forEach(response::setHeader);
    if (settings.verifiesClients()) {
      identify(request);
    }
    if (isHealth(request) || isAdmitted(settings, request, response)) {
      chain.doFilter(request, response);
    }
  }

  /**
   * Checks the path that selects the servlet, so that both decisions use the same interpretation.
   */
  private static boolean isHealth(HttpServletRequest request) {
    return READING.contains(request.getMethod())
        && HEALTH.contains(request.getServletPath() + request.getPathInfo());
  }

  private static void identify(HttpServletRequest request) {
    X509Certificate[] chain =
        (X509Certificate[]) request.getAttribute("jakarta.servlet.request.X509Certificate");
    if (chain != null && chain.length > 0) {
      Caller.identify(request, chain[0].getSubjectX500Principal().getName());
    }
  }

  private static boolean isAdmitted(
      SecuritySettings settings, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!settings.admitsRequest()) {
      PlainText.send(response, 429, "Too many requests: see rate_limit of --web.config.file.");
      return false;
    }
    Users users = settings.users();
    if (users == null) {
      return true;
    }
    switch (verify(users, request)) {
      case ACCEPTED -> {
        return true;
      }
      case BUSY -> PlainText.send(response, 429, "Too many logins at once; try again.");
      case REFUSED -> {
        response.setHeader(
            "WWW-Authenticate", "Basic realm=\"anomaly-exporter\", charset=\"UTF-8\"");
        PlainText.send(response, 401, "Unauthorized");
      }
    }
    return false;
  }

  private static Verdict verify(Users users, HttpServletRequest request) {
    String credentials = credentials(request.getHeader("Authorization"));
    int colon = credentials == null ? -1 : credentials.indexOf(':');
    if (credentials == null || colon < 0) {
      return Verdict.REFUSED;
    }
    String user = credentials.substring(0, colon);
    Verdict verdict = users.verify(user, credentials.substring(colon + 1));
    if (verdict == Verdict.ACCEPTED) {
      Caller.identify(request, user);
    }
    return verdict;
  }

  /** Returns user and password of basic authentication (RFC 7617); null if absent. */
  private static @Nullable String credentials(@Nullable String authorization) {
    if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return null;
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(authorization.substring(BASIC.length()).trim());
      return new String(decoded, UTF_8);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
