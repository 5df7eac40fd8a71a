package io.github.anomalyexporter.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import okhttp3.tls.Certificates;
import okhttp3.tls.HeldCertificate;

/**
 * Certificate and key of a server or a client: files under {@code resources/test-keys}, which
 * {@code make.sh} there makes with OpenSSL.
 */
public enum TestCertificate {
  /** Three servers on this machine. */
  FIRST("first"),
  SECOND("second"),
  LATER("later"),

  /** A server of this name. */
  PROMETHEUS_EXAMPLE_ORG("prometheus.example.org"),

  /** A client of this name. */
  PROMETHEUS("prometheus"),

  /** A client of the same name that the authority has not signed. */
  UNTRUSTED("untrusted");

  /** The authority that signed the certificates. */
  public static final Path AUTHORITY = KeyShape.AUTHORITY;

  private final String name;

  TestCertificate(String name) {
    this.name = name;
  }

  /** Returns the certificate of the authority. */
  public static X509Certificate authority() {
    return Certificates.decodeCertificatePem(KeyShape.file("root.crt"));
  }

  /** Returns the certificate in PEM. */
  public String certificate() {
    return KeyShape.file(name + ".crt");
  }

  /** Returns the key in PEM. */
  public String key() {
    return KeyShape.file(name + ".key");
  }

  /** Returns certificate and key for Java's TLS. */
  public HeldCertificate held() {
    return HeldCertificate.decode(certificate() + key());
  }

  /** Writes {@code server.crt} and {@code server.key}, or files of another name. */
  public void write(Path folder, String name) throws IOException {
    Files.writeString(folder.resolve(name + ".crt"), certificate());
    Files.writeString(folder.resolve(name + ".key"), key());
  }
}
