package io.github.anomalyexporter.server.tls;

import io.github.anomalyexporter.server.config.PemSource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key in PEM: PKCS#8 ({@code PRIVATE KEY}), and the older PKCS#1 ({@code RSA PRIVATE
 * KEY}, RFC 8017) and SEC 1 ({@code EC PRIVATE KEY}, RFC 5915).
 */
final class PrivateKeys {
  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN ((?:RSA |EC |ENCRYPTED )?PRIVATE KEY)-----(.*?)-----END \\1-----",
          Pattern.DOTALL);

  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  private PrivateKeys() {}

  /**
   * Reads a key.
   *
   * @param publicKey the certificate's, which tells algorithm and curve
   * @throws IllegalArgumentException if there is no such key; the message says how to get one
   */
  static PrivateKey read(PemSource source, PublicKey publicKey) {
    Matcher matcher = KEY.matcher(source.read());
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          source.place()
              + ": expected a private key in PEM, found none; to convert one: "
              + "openssl pkey -in KEY -out PEM");
    }
    String type = matcher.group(1);
    if (type.startsWith("ENCRYPTED") || matcher.group(2).contains("ENCRYPTED")) {
      throw new IllegalArgumentException(
          source.place()
              + ": the key is encrypted; to decrypt it: openssl pkey -in "
              + source.file().map(Object::toString).orElse("KEY")
              + " -out PEM");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
      byte[] pkcs8 = type.equals("PRIVATE KEY") ? der : toPkcs8(der, publicKey);
      return KeyFactory.getInstance(publicKey.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          source.place()
              + ": expected a private key for the certificate's "
              + publicKey.getAlgorithm()
              + " key, found another or a damaged one",
          e);
    }
  }

  /**
   * Both older formats are what PKCS#8 wraps: {@code SEQUENCE {0, algorithm, OCTET STRING {key}}}
   * (RFC 5208), with the algorithm as the public key has it.
   */
  private static byte[] toPkcs8(byte[] key, PublicKey publicKey) {
    // SubjectPublicKeyInfo: SEQUENCE {algorithm, BIT STRING {key}}
    ByteBuffer info = ByteBuffer.wrap(publicKey.getEncoded());
    skipHeader(info);
    int start = info.position();
    int length = skipHeader(info);
    byte[] algorithm = Arrays.copyOfRange(publicKey.getEncoded(), start, info.position() + length);
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(VERSION_0);
    content.writeBytes(algorithm);
    content.writeBytes(encode(OCTET_STRING, key));
    return encode(SEQUENCE, content.toByteArray());
  }

  /** Moves to the content of a DER value and returns its length. */
  private static int skipHeader(ByteBuffer der) {
    der.get();
    int length = der.get() & 0xff;
    if (length < 0x80) {
      return length;
    }
    int value = 0;
    for (int i = length & 0x7f; i > 0; i--) {
      value = value << 8 | (der.get() & 0xff);
    }
    return value;
  }

  private static byte[] encode(int tag, byte[] content) {
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    if (content.length < 0x80) {
      der.write(content.length);
    } else {
      // Keys are shorter than 64 KiB.
      der.write(0x82);
      der.write(content.length >> 8);
      der.write(content.length);
    }
    der.writeBytes(content);
    return der.toByteArray();
  }
}
