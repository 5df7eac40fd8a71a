package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.server.config.HttpClientConfig.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/** Reads the PEM files of the TLS settings. */
final class TlsFiles {
  private TlsFiles() {}

  /**
   * What to trust and what to show.
   *
   * @throws IllegalArgumentException if a file cannot be used; the message names it
   */
  static HandshakeCertificates load(Tls tls) {
    HandshakeCertificates.Builder builder = new HandshakeCertificates.Builder();
    if (tls.caFile() == null) {
      builder.addPlatformTrustedCertificates();
    } else {
      certificates("ca_file", tls.caFile()).forEach(builder::addTrustedCertificate);
    }
    if (tls.certFile() != null) {
      List<X509Certificate> chain = certificates("cert_file", tls.certFile());
      X509Certificate own = chain.get(0);
      Path keyFile = Objects.requireNonNull(tls.keyFile());
      KeyPair keys =
          new KeyPair(
              own.getPublicKey(),
              PrivateKeyFile.parse(read("key_file", keyFile), keyFile, own.getPublicKey()));
      builder.heldCertificate(
          new HeldCertificate(keys, own),
          chain.subList(1, chain.size()).toArray(new X509Certificate[0]));
    }
    return builder.build();
  }

  private static List<X509Certificate> certificates(String setting, Path file) {
    byte[] pem = read(setting, file).getBytes(StandardCharsets.UTF_8);
    try {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          setting + " " + file + ": expected certificates in PEM, found " + e.getMessage(), e);
    }
    throw new IllegalArgumentException(
        setting + " " + file + ": expected certificates in PEM, found none");
  }

  private static String read(String setting, Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IllegalArgumentException(setting + " " + file + ": cannot be read: " + e, e);
    }
  }
}
