package io.github.anomalyexporter.server.web.security;

import io.github.anomalyexporter.server.config.WebConfig.ServerTls;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.tls.Certificates;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trust manager for client certificates: accepts certificates of the authorities, or any
 * certificate if not verified, restricted to the allowed subject alternative names.
 */
final class ClientCertificates extends X509ExtendedTrustManager {
  private final @Nullable X509ExtendedTrustManager authorities;
  private final Set<String> allowedSans;

  private ClientCertificates(
      @Nullable X509ExtendedTrustManager authorities, Set<String> allowedSans) {
    this.authorities = authorities;
    this.allowedSans = allowedSans;
  }

  /**
   * @throws UsageException if the authorities cannot be read; the message names their source
   */
  static ClientCertificates of(ServerTls tls) {
    return new ClientCertificates(
        tls.clientAuth().isVerified()
            ? trustManager(
                tls.clientAuthority() == null ? null : Certificates.read(tls.clientAuthority()))
            : null,
        Set.copyOf(tls.clientAllowedSans()));
  }

  /**
   * @param authorities null for the authorities that the JVM trusts
   */
  private static X509ExtendedTrustManager trustManager(
      @Nullable List<X509Certificate> authorities) {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(authorities == null ? null : keyStore(authorities));
      return Arrays.stream(factory.getTrustManagers())
          .filter(X509ExtendedTrustManager.class::isInstance)
          .map(X509ExtendedTrustManager.class::cast)
          .findFirst()
          .orElseThrow();
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  private static KeyStore keyStore(List<X509Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (X509Certificate certificate : certificates) {
      store.setCertificateEntry("authority-" + store.size(), certificate);
    }
    return store;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    if (authorities != null) {
      authorities.checkClientTrusted(chain, type, socket);
    }
    requireAllowed(chain[0]);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    if (authorities != null) {
      authorities.checkClientTrusted(chain, type, engine);
    }
    requireAllowed(chain[0]);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    if (authorities != null) {
      authorities.checkClientTrusted(chain, type);
    }
    requireAllowed(chain[0]);
  }

  /** Compares DNS names, e-mail addresses, IP addresses and URIs, each for equality. */
  private void requireAllowed(X509Certificate certificate) throws CertificateException {
    if (allowedSans.isEmpty()) {
      return;
    }
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    boolean allowed =
        names != null
            && names.stream()
                .map(name -> name.get(1))
                .filter(Objects::nonNull)
                .anyMatch(name -> allowedSans.contains(name.toString()));
    if (!allowed) {
      throw new CertificateException("no subject alternative name of client_allowed_sans");
    }
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return authorities == null ? new X509Certificate[0] : authorities.getAcceptedIssuers();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) {
    throw new UnsupportedOperationException();
  }
}
