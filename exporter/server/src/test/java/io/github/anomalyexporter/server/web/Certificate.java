package io.github.anomalyexporter.server.web;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
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
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/** Writes certificates and keys as files. */
final class Certificate {
  static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().commonName("authority").certificateAuthority(0).build();

  private Certificate() {}

  static HeldCertificate server(String name) {
    return new HeldCertificate.Builder()
        .commonName(name)
        .addSubjectAlternativeName("localhost")
        .addSubjectAlternativeName("127.0.0.1")
        .signedBy(AUTHORITY)
        .build();
  }

  static HeldCertificate client(String name) {
    return new HeldCertificate.Builder()
        .commonName(name)
        .addSubjectAlternativeName(name)
        .signedBy(AUTHORITY)
        .build();
  }

  /** Writes {@code NAME.crt} and {@code NAME.key}. */
  static void write(HeldCertificate certificate, Path folder, String name) throws IOException {
    Files.writeString(folder.resolve(name + ".crt"), certificate.certificatePem());
    Files.writeString(folder.resolve(name + ".key"), certificate.privateKeyPkcs8Pem());
  }

  /** Trusts the authority, and shows this certificate to whoever asks for any. */
  static SSLContext context(@Nullable HeldCertificate shown) {
    HandshakeCertificates.Builder builder =
        new HandshakeCertificates.Builder().addTrustedCertificate(AUTHORITY.certificate());
    if (shown != null) {
      builder.heldCertificate(shown);
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

  /** Java's own shows no certificate that is of none of the authorities asked for; others do. */
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
