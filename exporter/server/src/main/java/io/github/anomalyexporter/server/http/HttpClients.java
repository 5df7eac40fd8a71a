package io.github.anomalyexporter.server.http;

import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.config.HttpClientConfig.Tls;
import io.github.anomalyexporter.server.failure.UsageException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.Credentials;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.tls.HandshakeCertificates;

/** Builds the HTTP client of a configuration. */
final class HttpClients {
  private static final String PROXY_AUTHORIZATION = "Proxy-Authorization";

  private HttpClients() {}

  /**
   * Creates a client. The client sets no time limit for calls: every call has its own deadline. The
   * connect timeout is a quarter of the timeout, so that a lost packet leaves time for a retry.
   * Redirects are not followed: they turn POST into GET, and secret headers must not be sent to
   * another server.
   *
   * @param dispatcher limits the concurrent calls; as many connections are kept open
   */
  static OkHttpClient create(HttpClientConfig config, Dispatcher dispatcher) {
    Duration connectTimeout = Duration.ofMillis(Math.max(1, config.timeout().toMillis() / 4));
    OkHttpClient.Builder builder =
        new OkHttpClient.Builder()
            .connectTimeout(connectTimeout)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .followRedirects(false)
            .followSslRedirects(false)
            .dispatcher(dispatcher)
            .addInterceptor(PendingCall::start)
            .addNetworkInterceptor(ContentLengths::check)
            .connectionPool(new ConnectionPool(dispatcher.getMaxRequests(), 2, TimeUnit.MINUTES));
    if (config.proxyUrl() != null) {
      proxy(builder, config.proxyUrl());
    }
    if (!config.tls().equals(Tls.DEFAULT)) {
      tls(builder, config.tls());
    }
    return builder.build();
  }

  private static void proxy(OkHttpClient.Builder builder, URI uri) {
    // Not from the URI, whose host is null if the name contains an underscore.
    HttpUrl url = HttpUrl.parse(uri.toString());
    if (url == null) {
      throw new UsageException(
          "proxy_url: not a URL with a host: " + HttpClientConfig.withoutCredentials(uri));
    }
    builder.proxy(
        new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(url.host(), url.port())));
    if (url.username().isEmpty()) {
      return;
    }
    String credentials = Credentials.basic(url.username(), url.password(), StandardCharsets.UTF_8);
    Authenticator once =
        (route, response) ->
            response.request().header(PROXY_AUTHORIZATION) == null
                ? response.request().newBuilder().header(PROXY_AUTHORIZATION, credentials).build()
                : null;
    builder.proxyAuthenticator(once);
  }

  private static void tls(OkHttpClient.Builder builder, Tls tls) {
    HandshakeCertificates certificates = TlsFiles.load(tls);
    X509TrustManager trust =
        tls.insecureSkipVerify() ? new TrustEveryone() : certificates.trustManager();
    SSLSocketFactory factory = socketFactory(certificates.keyManager(), trust);
    String serverName = tls.serverName();
    if (serverName != null) {
      HostnameVerifier verifier = new OkHttpClient().hostnameVerifier();
      builder.hostnameVerifier((host, session) -> verifier.verify(serverName, session));
      factory = new ServerNameSocketFactory(factory, serverName);
    }
    if (tls.insecureSkipVerify()) {
      builder.hostnameVerifier((host, session) -> true);
    }
    builder.sslSocketFactory(factory, trust);
  }

  private static SSLSocketFactory socketFactory(KeyManager keys, TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, new TrustManager[] {trust}, null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }
}
