package io.github.anomalyexporter.server.tls;

import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.secret.PemSource;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Locale;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.util.io.pem.PemHeader;
import org.bouncycastle.util.io.pem.PemObject;

/**
 * A private key in PEM: PKCS#8 ({@code PRIVATE KEY}), and the older PKCS#1 ({@code RSA PRIVATE
 * KEY}, RFC 8017) and SEC 1 ({@code EC PRIVATE KEY}, RFC 5915).
 */
final class PrivateKeys {
  private PrivateKeys() {}

  /**
   * Reads the first key of a source. Other blocks, such as certificates or {@code EC PARAMETERS},
   * and text between them are skipped.
   *
   * @param publicKey the certificate's
   * @throws UsageException if there is no matching key; the message contains the remedy
   */
  static PrivateKey read(PemSource source, PublicKey publicKey) {
    PemObject block =
        PemBlocks.read(source).stream()
            .filter(PrivateKeys::isKey)
            .findFirst()
            .orElseThrow(
                () ->
                    new UsageException(
                        source.place()
                            + ": expected a private key in PEM, found none; to convert one: "
                            + "openssl pkey -in KEY -out PEM"));
    if (isEncrypted(block)) {
      throw new UsageException(
          source.place()
              + ": the key is encrypted; to decrypt it: openssl pkey -in "
              + source.file().map(Object::toString).orElse("KEY")
              + " -out PEM");
    }
    try {
      PrivateKeyInfo key = decode(block.getContent(), publicKey);
      Curves.require(source, Curves.of(key.getPrivateKeyAlgorithm()));
      return KeyFactory.getInstance(publicKey.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(key.getEncoded()));
    } catch (GeneralSecurityException | IOException e) {
      throw new UsageException(
          source.place()
              + ": expected a private key for the certificate's "
              + publicKey.getAlgorithm()
              + " key, found another key or a damaged key",
          e);
    }
  }

  private static boolean isKey(PemObject block) {
    return block.getType().equals("PRIVATE KEY") || block.getType().endsWith(" PRIVATE KEY");
  }

  /**
   * Detects encryption by the label (PKCS#8) or by a header (RFC 1421), written by older versions
   * of OpenSSL.
   */
  private static boolean isEncrypted(PemObject block) {
    return block.getType().startsWith("ENCRYPTED")
        || ((List<?>) block.getHeaders())
            .stream()
                .map(PemHeader.class::cast)
                .anyMatch(it -> it.getValue().toUpperCase(Locale.ROOT).contains("ENCRYPTED"));
  }

  /**
   * Decodes any of the three formats, distinguished by the second value of their sequence and not
   * by the label: some tools write a format with the label of another.
   */
  private static PrivateKeyInfo decode(byte[] der, PublicKey publicKey)
      throws InvalidKeySpecException {
    try {
      ASN1Sequence sequence = ASN1Sequence.getInstance(der);
      ASN1Encodable second = sequence.getObjectAt(1);
      if (second instanceof ASN1Sequence) {
        return PrivateKeyInfo.getInstance(sequence);
      } else if (second instanceof ASN1OctetString) {
        ECPrivateKey key = ECPrivateKey.getInstance(sequence);
        return new PrivateKeyInfo(algorithm(key, publicKey), key);
      }
      return new PrivateKeyInfo(
          new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
          RSAPrivateKey.getInstance(sequence));
    } catch (RuntimeException | IOException e) {
      // The library throws several unchecked exceptions for invalid structures.
      throw new InvalidKeySpecException(e);
    }
  }

  /** A SEC 1 key may omit its curve, which is then the curve of the certificate's key. */
  private static AlgorithmIdentifier algorithm(ECPrivateKey key, PublicKey publicKey) {
    return key.getParametersObject() == null
        ? SubjectPublicKeyInfo.getInstance(publicKey.getEncoded()).getAlgorithm()
        : new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject());
  }
}
