package io.github.anomalyexporter.server.http;

import io.github.anomalyexporter.server.config.HttpClientConfig.Tls;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.secret.PemSource;
import io.github.anomalyexporter.server.tls.Certificates;
import io.github.anomalyexporter.server.tls.Identity;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

/** Reads the PEM files of the TLS settings. */
final class TlsFiles {
  private TlsFiles() {}

  /** Returns the files named by these settings. */
  static List<Path> of(Tls tls) {
    List<Path> files = new ArrayList<>();
    for (@Nullable Path file : new @Nullable Path[] {tls.caFile(), tls.certFile(), tls.keyFile()}) {
      if (file != null) {
        files.add(file);
      }
    }
    return files;
  }

  /**
   * Loads trusted certificates and the client certificate.
   *
   * @throws UsageException if a file cannot be used; the message names it
   */
  static HandshakeCertificates load(Tls tls) {
    HandshakeCertificates.Builder builder = new HandshakeCertificates.Builder();
    if (tls.caFile() == null) {
      builder.addPlatformTrustedCertificates();
    } else {
      Certificates.read(PemSource.ofFile("ca_file", tls.caFile()))
          .forEach(builder::addTrustedCertificate);
    }
    if (tls.certFile() != null) {
      Identity identity =
          Identity.read(
              PemSource.ofFile("cert_file", tls.certFile()),
              PemSource.ofFile("key_file", Objects.requireNonNull(tls.keyFile())));
      X509Certificate own = identity.certificate();
      builder.heldCertificate(
          new HeldCertificate(new KeyPair(own.getPublicKey(), identity.key()), own),
          identity.chain().subList(1, identity.chain().size()).toArray(new X509Certificate[0]));
    }
    return builder.build();
  }
}
