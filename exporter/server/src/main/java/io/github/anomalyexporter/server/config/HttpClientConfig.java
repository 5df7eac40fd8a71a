package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.secret.Secret;
import io.github.anomalyexporter.server.yaml.ServerUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Settings of an HTTP client.
 *
 * @param url http or https, optionally with a path prefix ({@code http://proxy/prometheus}). A user
 *     and password in it ({@code http://user:password@host}) are sent as basic authentication
 *     unless {@code basicAuth} or {@code bearer} is given.
 * @param failoverUrl used when {@code url} fails, with the same credentials and TLS settings
 * @param proxyUrl an HTTP proxy; a user and password in it are sent to the proxy
 * @param basicAuth excludes {@code bearer}
 * @param bearer a token, sent as {@code Authorization: Bearer}
 * @param headers sent with each request, e.g. {@code X-Scope-OrgID}; a value may be secret
 * @param tls applies to https URLs only
 * @param timeout timeout of a call including retries and failover
 * @param retries number of retries of a failed request, for each of the URLs
 */
public record HttpClientConfig(
    URI url,
    @Nullable URI failoverUrl,
    @Nullable URI proxyUrl,
    @Nullable BasicAuth basicAuth,
    @Nullable Secret bearer,
    Map<String, String> headers,
    Tls tls,
    Duration timeout,
    int retries) {

  /**
   * Shorter than the default scoring interval of 15 s, so that a hanging Prometheus does not delay
   * the next run; long enough for an instant query over thousands of hosts.
   */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Covers a restarted proxy or a dropped connection; more retries would only add load to a failing
   * server.
   */
  public static final int DEFAULT_RETRIES = 2;

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

  /** Set by the client itself or by the connection. */
  private static final Set<String> RESERVED_HEADERS =
      Set.of(
          "accept-encoding",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "host",
          "transfer-encoding");

  public HttpClientConfig {
    requireHttp("url", url);
    if (failoverUrl != null) {
      requireHttp("failover_url", failoverUrl);
    }
    if (proxyUrl != null && !ServerUrl.isValid(proxyUrl, "http")) {
      throw new IllegalArgumentException(
          "proxy_url: expected http://host:port, found " + ServerUrl.redacted(proxyUrl.toString()));
    }
    if (basicAuth != null && bearer != null) {
      throw new IllegalArgumentException("expected basic_auth or a bearer token, found both");
    }
    headers = checked(headers, basicAuth != null || bearer != null);
    if (timeout.toMillis() < 1) {
      throw new IllegalArgumentException("timeout: expected more than 0, found " + timeout);
    }
    if (retries < 0) {
      throw new IllegalArgumentException("retries: expected at least 0, found " + retries);
    }
  }

  /** Returns the settings for this URL with defaults for everything else, without credentials. */
  public static HttpClientConfig defaults(URI url) {
    return new HttpClientConfig(
        url, null, null, null, null, Map.of(), Tls.DEFAULT, DEFAULT_TIMEOUT, DEFAULT_RETRIES);
  }

  /** Returns these settings for another URL. */
  public HttpClientConfig withUrl(URI newUrl) {
    return new HttpClientConfig(
        newUrl, failoverUrl, proxyUrl, basicAuth, bearer, headers, tls, timeout, retries);
  }

  /** Returns a URL without user and password, for the log. */
  public static URI withoutCredentials(URI uri) {
    String authority = uri.getRawAuthority();
    if (authority == null || authority.indexOf('@') < 0) {
      return uri;
    }
    try {
      String host = authority.substring(authority.lastIndexOf('@') + 1);
      return new URI(uri.getScheme(), host, uri.getPath(), null, null);
    } catch (URISyntaxException e) {
      // The message of the exception contains the credentials.
      throw new UsageException("not a URL with a host");
    }
  }

  /** Returns a text without secrets: no credentials in URLs, and only the names of headers. */
  @Override
  public String toString() {
    return "HttpClientConfig[url="
        + withoutCredentials(url)
        + ", failoverUrl="
        + (failoverUrl == null ? null : withoutCredentials(failoverUrl))
        + ", proxyUrl="
        + (proxyUrl == null ? null : withoutCredentials(proxyUrl))
        + ", basicAuth="
        + basicAuth
        + ", bearer="
        + bearer
        + ", headers="
        + headers.keySet()
        + ", tls="
        + tls
        + ", timeout="
        + timeout
        + ", retries="
        + retries
        + "]";
  }

  private static void requireHttp(String name, URI url) {
    if (!ServerUrl.isValid(url, "http", "https")) {
      throw new IllegalArgumentException(
          name
              + ": expected "
              + ServerUrl.SYNTAX
              + ", found "
              + ServerUrl.redacted(url.toString()));
    }
  }

  /** Checked here because the message of the HTTP library would contain the refused value. */
  private static Map<String, String> checked(Map<String, String> headers, boolean credentials) {
    TreeMap<String, String> sorted = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        (name, value) -> {
          if (!name.matches(TOKEN)) {
            throw new UsageException("headers: not a header name: " + name);
          }
          String lower = name.toLowerCase(Locale.ROOT);
          if (RESERVED_HEADERS.contains(lower)) {
            throw new UsageException("headers: " + name + " cannot be set");
          }
          if (credentials && lower.equals("authorization")) {
            throw new UsageException(
                "headers: expected either Authorization or basic_auth or a bearer token");
          }
          if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= '~'))) {
            throw new UsageException(
                "headers: the value of " + name + " has characters other than printable ASCII");
          }
          if (sorted.put(name, value) != null) {
            throw new UsageException("headers: " + name + " is given twice");
          }
        });
    return Collections.unmodifiableMap(sorted);
  }

  /** User and password of basic authentication. */
  public record BasicAuth(String username, Secret password) {
    public BasicAuth {
      if (username.contains(":")) {
        throw new IllegalArgumentException("basic_auth: a username cannot contain a colon");
      }
    }
  }

  /**
   * TLS settings. The files are PEM and are reloaded when they change.
   *
   * @param caFile certificates trusted instead of the JVM's own
   * @param certFile client certificate with its chain; only together with {@code keyFile}
   * @param keyFile the client certificate's key, not encrypted
   * @param serverName name for SNI and for the verification of the server's certificate, if
   *     different from the host of the URL
   * @param insecureSkipVerify accept any certificate for any host; for tests only
   */
  public record Tls(
      @Nullable Path caFile,
      @Nullable Path certFile,
      @Nullable Path keyFile,
      @Nullable String serverName,
      boolean insecureSkipVerify) {

    /** The JVM's certificate authorities and no client certificate. */
    public static final Tls DEFAULT = new Tls(null, null, null, null, false);

    public Tls {
      if ((certFile == null) != (keyFile == null)) {
        throw new IllegalArgumentException("tls: expected both cert_file and key_file, found one");
      }
    }
  }
}
