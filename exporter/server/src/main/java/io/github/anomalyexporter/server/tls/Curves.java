package io.github.anomalyexporter.server.tls;

import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.secret.PemSource;
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
 * Elliptic curves of keys supported by TLS (RFC 8446, section 4.2.3). Keys on other curves or with
 * explicit curve parameters are not damaged and have their own message.
 */
final class Curves {
  private static final Map<ASN1ObjectIdentifier, String> TAKEN =
      Map.of(
          SECObjectIdentifiers.secp256r1, "prime256v1",
          SECObjectIdentifiers.secp384r1, "secp384r1",
          SECObjectIdentifiers.secp521r1, "secp521r1");

  private Curves() {}

  /**
   * Returns the curve of a certificate's key.
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

  /**
   * Returns the curve of a key of this algorithm; empty for algorithms without curve parameters.
   */
  static Optional<ASN1Encodable> of(AlgorithmIdentifier algorithm) {
    @Nullable ASN1Encodable curve = algorithm.getParameters();
    return X9ObjectIdentifiers.id_ecPublicKey.equals(algorithm.getAlgorithm())
        ? Optional.ofNullable(curve)
        : Optional.empty();
  }

  /**
   * Refuses a curve that TLS does not support.
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
                      : "a curve with explicit parameters"));
    }
  }

  private static String name(ASN1ObjectIdentifier curve) {
    @Nullable String name = ECNamedCurveTable.getName(curve);
    return name == null ? curve.getId() : name;
  }
}
