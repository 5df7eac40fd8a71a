package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.TestCertificate;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;

/** TLS of a client of the exporter. */
final class ClientTls {
  private ClientTls() {}

  /**
   * Returns a context that trusts the authority of {@link TestCertificate} and sends this
   * certificate to each server that requests one.
   */
  static SSLContext context(@Nullable TestCertificate sent) {
    HandshakeCertificates.Builder builder =
        new HandshakeCertificates.Builder().addTrustedCertificate(TestCertificate.authority());
    if (sent != null) {
      builder.heldCertificate(sent.held());
    }
    HandshakeCertificates certificates = builder.build();
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new Insistent(certificates.keyManager())},
          new TrustManager[] {certificates.trustManager()},
          null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Sends the certificate even if the server requests certificates of other authorities, which
   * Java's own key manager does not.
   */
  private static final class Insistent extends X509ExtendedKeyManager {
    private final X509KeyManager keys;

    Insistent(X509KeyManager keys) {
      this.keys = keys;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
        String[] types, Principal @Nullable [] issuers, SSLEngine engine) {
      return keys.chooseClientAlias(types, null, null);
    }

    @Override
    public @Nullable String chooseClientAlias(
        String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return keys.chooseClientAlias(types, null, socket);
    }

    @Override
    public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
      return keys.getClientAliases(type, null);
    }

    @Override
    public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
      return null;
    }

    @Override
    public @Nullable String chooseServerAlias(
        String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
      return null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
      return keys.getCertificateChain(alias);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
      return keys.getPrivateKey(alias);
    }
  }
}
