package io.github.anomalyexporter.server.tls;

import io.github.anomalyexporter.server.config.PemSource;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Certificates in PEM. */
public final class Certificates {
  private Certificates() {}

  /**
   * Reads all certificates of a source.
   *
   * @return at least one, in the order of the source
   * @throws IllegalArgumentException if there is none or one is damaged; the message names the
   *     source
   */
  public static List<X509Certificate> read(PemSource source) {
    String pem = source.read();
    if (!pem.contains("-----BEGIN ")) {
      throw new IllegalArgumentException(
          source.place() + ": expected certificates in PEM, found none");
    }
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.ISO_8859_1)))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          source.place() + ": expected certificates in PEM, found a damaged one", e);
    }
  }
}
