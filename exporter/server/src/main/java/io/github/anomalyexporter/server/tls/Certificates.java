package io.github.anomalyexporter.server.tls;

import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.secret.PemSource;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;

/** Certificates in PEM. */
public final class Certificates {
  private Certificates() {}

  /**
   * Reads all certificates of a source. Other blocks, such as a key in the same file, and text
   * between them are skipped.
   *
   * @return at least one, in the order of the source
   * @throws UsageException if no certificate exists or a certificate is damaged; the message names
   *     the source
   */
  public static List<X509Certificate> read(PemSource source) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (PemObject block : PemBlocks.read(source)) {
      if (block.getType().equals("CERTIFICATE")) {
        certificates.add(certificate(source, block));
      }
    }
    if (certificates.isEmpty()) {
      throw new UsageException(source.place() + ": expected certificates in PEM, found none");
    }
    return certificates;
  }

  private static X509Certificate certificate(PemSource source, PemObject block) {
    Curves.require(source, Curves.ofCertificate(block.getContent()));
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.getContent()));
    } catch (CertificateException e) {
      throw new UsageException(
          source.place() + ": expected certificates in PEM, found a damaged certificate", e);
    }
  }
}
