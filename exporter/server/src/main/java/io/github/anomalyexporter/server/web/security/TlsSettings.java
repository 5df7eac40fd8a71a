package io.github.anomalyexporter.server.web.security;

import io.github.anomalyexporter.server.config.WebConfig.ServerTls;
import io.github.anomalyexporter.server.config.WebConfig.TlsVersion;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.tls.Identity;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * TLS settings with certificates loaded. Immutable.
 *
 * @param context contains the server certificate and the trust manager for clients
 * @param protocols Java names of the protocols
 * @param cipherSuites empty for the defaults of Java and Jetty
 * @param namedGroups Java names of the curves; empty for Java's defaults
 */
public record TlsSettings(
    SSLContext context,
    ServerTls tls,
    List<String> protocols,
    List<String> cipherSuites,
    List<String> namedGroups) {

  /**
   * Cipher suites of TLS 1.3, which are not configurable: cipher_suites applies to older versions.
   */
  private static final List<String> TLS13_SUITES =
      List.of("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256");

  /**
   * Loads the certificates.
   *
   * @throws UsageException if a certificate cannot be used or this Java does not support a setting;
   *     the message names the configuration key
   */
  static TlsSettings of(ServerTls tls, SecureRandom random) {
    Identity identity = Identity.read(tls.certificate(), tls.key());
    CurvePreferences.require(tls.namedGroups());
    return new TlsSettings(
        context(identity, ClientCertificates.of(tls), random),
        tls,
        protocols(tls),
        cipherSuites(tls),
        tls.namedGroups());
  }

  private static SSLContext context(
      Identity identity, ClientCertificates clients, SecureRandom random) {
    try {
      char[] noPassword = {};
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server", identity.key(), noPassword, identity.chain().toArray(new Certificate[0]));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, noPassword);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), new TrustManager[] {clients}, random);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new UsageException(
          "cert_file: expected a certificate that TLS can use, found " + e.getMessage(), e);
    }
  }

  private static List<String> protocols(ServerTls tls) {
    return Arrays.stream(TlsVersion.values())
        .filter(it -> it.compareTo(TlsVersion.TLS12) >= 0)
        .filter(it -> it.compareTo(tls.minVersion()) >= 0)
        .filter(it -> it.compareTo(tls.maxVersion()) <= 0)
        .map(TlsVersion::protocol)
        .toList();
  }

  private static List<String> cipherSuites(ServerTls tls) {
    if (tls.cipherSuites().isEmpty()) {
      return List.of();
    }
    List<String> suites = new ArrayList<>(TLS13_SUITES);
    suites.addAll(tls.cipherSuites());
    return suites.stream().distinct().toList();
  }
}
