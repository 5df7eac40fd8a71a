package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.config.WebConfig.ClientAuth;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.web.security.CurvePreferences;
import io.github.anomalyexporter.server.web.security.TlsSettings;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

/** Creates the server connectors: HTTP/1.1 and, over TLS, HTTP/2. */
final class Connectors {
  /**
   * Concurrent requests of one HTTP/2 connection, none of which blocks a thread; Prometheus sends
   * one.
   */
  private static final int MOST_STREAMS = 8;

  /** At a stop, connections without a request are not waited for. */
  private static final long SHUTDOWN_IDLE_MILLIS = 100;

  private Connectors() {}

  /** TLS with settings that can change at runtime; each handshake uses the current settings. */
  static final class Tls extends SslContextFactory.Server {
    private final String[] weakCipherSuites = getExcludeCipherSuites();
    private volatile TlsSettings settings;

    Tls(TlsSettings settings) {
      this.settings = settings;
      configure(settings);
    }

    /** Applies these settings from the next handshake on. */
    void change(TlsSettings next) {
      try {
        reload(factory -> configure(next));
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new UsageException("tls_server_config: " + e.getMessage(), e);
      }
    }

    private void configure(TlsSettings next) {
      settings = next;
      setSslContext(next.context());
      setIncludeProtocols(next.protocols().toArray(new String[0]));
      setExcludeProtocols();
      setIncludeCipherSuites(next.cipherSuites().toArray(new String[0]));
      if (next.cipherSuites().isEmpty()) {
        setExcludeCipherSuites(weakCipherSuites);
      } else {
        // Configured suites must not be excluded by the defaults of Jetty.
        setExcludeCipherSuites();
      }
      setUseCipherSuitesOrder(next.tls().preferServerCipherSuites());
      ClientAuth clientAuth = next.tls().clientAuth();
      setWantClientAuth(clientAuth != ClientAuth.NO_CLIENT_CERT);
      setNeedClientAuth(clientAuth.isRequired());
    }

    @Override
    public SSLParameters customize(SSLParameters parameters) {
      SSLParameters customized = super.customize(parameters);
      CurvePreferences.apply(settings.namedGroups(), customized);
      return customized;
    }
  }

  /**
   * Returns a connector that is not yet bound.
   *
   * @param tls null for plain HTTP
   */
  static ServerConnector create(
      Server server, WebOptions options, WebLimits limits, @Nullable Tls tls, boolean http2) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(limits.headerBytes());
    List<ConnectionFactory> protocols = new ArrayList<>();
    HttpConnectionFactory http1 = new HttpConnectionFactory(http);
    if (tls != null) {
      // No check of the Host header against the certificate: there is one server and one
      // certificate.
      http.addCustomizer(new SecureRequestCustomizer(false));
      String first = http2 ? "alpn" : http1.getProtocol();
      protocols.add(new SslConnectionFactory(tls, first));
      if (http2) {
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        protocols.add(alpn);
        HTTP2ServerConnectionFactory h2 = new HTTP2ServerConnectionFactory(http);
        h2.setMaxConcurrentStreams(MOST_STREAMS);
        protocols.add(h2);
      }
    }
    protocols.add(http1);
    ServerConnector connector =
        new ServerConnector(server, protocols.toArray(new ConnectionFactory[0]));
    connector.setHost(options.host().isEmpty() ? null : options.host());
    connector.setPort(options.port());
    connector.setIdleTimeout(limits.idleTime().toMillis());
    connector.setShutdownIdleTimeout(SHUTDOWN_IDLE_MILLIS);
    // Connections waiting to be accepted; the kernel may have a lower limit.
    connector.setAcceptQueueSize(2 * limits.connections());
    return connector;
  }
}
