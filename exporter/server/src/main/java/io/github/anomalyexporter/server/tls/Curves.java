package io.github.anomalyexporter.server.tls;

import io.github.anomalyexporter.server.config.PemSource;
import io.github.anomalyexporter.server.config.UsageException;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.jspecify.annotations.Nullable;

/**
 * The elliptic curves of keys that TLS takes (RFC 8446, section 4.2.3). A key on another curve, or
 * one that has the parameters of its curve written out, is no damaged key, and its message has to
 * say so.
 */
final class Curves {
  private static final Map<ASN1ObjectIdentifier, String> TAKEN =
      Map.of(
          SECObjectIdentifiers.secp256r1, "prime256v1",
          SECObjectIdentifiers.secp384r1, "secp384r1",
          SECObjectIdentifiers.secp521r1, "secp521r1");

  private Curves() {}

  /**
   * The curve of a certificate's key.
   *
   * @param der a certificate
   * @return empty if its key has no curve or the certificate is damaged
   */
  static Optional<ASN1Encodable> ofCertificate(byte[] der) {
    try {
      return of(Certificate.getInstance(der).getSubjectPublicKeyInfo().getAlgorithm());
    } catch (IllegalArgumentException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  /** The curve of a key of this algorithm, or empty for algorithms without parameters of one. */
  static Optional<ASN1Encodable> of(AlgorithmIdentifier algorithm) {
    @Nullable ASN1Encodable curve = algorithm.getParameters();
    return X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm.getAlgorithm())
        ? Optional.ofNullable(curve)
        : Optional.empty();
  }

  /**
   * Refuses a curve that TLS does not take.
   *
   * @throws UsageException the message names source and curve
   */
  static void require(PemSource source, Optional<ASN1Encodable> curve) {
    if (curve.isPresent() && !TAKEN.containsKey(curve.get())) {
      throw new UsageException(
          "%s: expected a key on one of the curves %s, found %s"
              .formatted(
                  source.place(),
                  String.join(", ", TAKEN.values().stream().sorted().toList()),
                  curve.get() instanceof ASN1ObjectIdentifier name
                      ? "the curve " + name(name)
                      : "a curve with its parameters written out"));
    }
  }

  private static String name(ASN1ObjectIdentifier curve) {
    @Nullable String name = ECNamedCurveTable.getName(curve);
    return name == null ? curve.getId() : name;
  }
}
