package io.github.anomalyexporter.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Certificate and key in a shape in which OpenSSL writes them or in which operators put them
 * together, made from the files under {@code resources/test-keys}.
 *
 * @param name of the shape
 * @param certificate the text of {@code cert_file}
 * @param key the text of {@code key_file}
 */
public record KeyShape(String name, String certificate, String key) {
  private static final Path FILES = Path.of("src", "test", "resources", "test-keys");

  /** The authority of all of them; they are signed by an intermediate one. */
  public static final Path AUTHORITY = FILES.resolve("root.crt");

  private static final String INTERMEDIATE = file("intermediate.crt");
  private static final String ROOT = file("root.crt");

  /** All that can be used. */
  public static Stream<KeyShape> usable() {
    String rsa = file("rsa.crt");
    String rsaKey = file("rsa.key");
    String chain = rsa + INTERMEDIATE;
    String ecBoth = file("prime256v1.key") + file("prime256v1.crt") + INTERMEDIATE;
    return Stream.of(
        ec("prime256v1"),
        ec("secp384r1"),
        ec("secp521r1"),
        new KeyShape(
            "EC without the block EC PARAMETERS",
            file("prime256v1.crt") + INTERMEDIATE,
            file("prime256v1.key").replaceFirst("(?s)^.*?(?=-----BEGIN EC PRIVATE KEY)", "")),
        new KeyShape(
            "EC in PKCS#8", file("prime256v1.crt") + INTERMEDIATE, file("prime256v1.pkcs8.key")),
        new KeyShape("Ed25519", file("ed25519.crt") + INTERMEDIATE, file("ed25519.key")),
        new KeyShape("RSA in PKCS#1", chain, rsaKey),
        new KeyShape("RSA in PKCS#8", chain, file("rsa.pkcs8.key")),
        new KeyShape(
            "PKCS#8 under the label of PKCS#1",
            chain,
            file("rsa.pkcs8.key").replace(" PRIVATE KEY", " RSA PRIVATE KEY")),
        new KeyShape("one file, key first", rsaKey + chain, rsaKey + chain),
        new KeyShape("one file, certificate first", chain + rsaKey, chain + rsaKey),
        new KeyShape("one file, EC", ecBoth, ecBoth),
        new KeyShape("one file, key in the middle", rsa + rsaKey + INTERMEDIATE, rsa + rsaKey),
        new KeyShape("text before", file("rsa.text.crt") + INTERMEDIATE, "a note\n" + rsaKey),
        new KeyShape("attributes of PKCS#12", file("rsa.bag.pem"), file("rsa.bag.pem")),
        new KeyShape("with its root", chain + ROOT, rsaKey),
        new KeyShape("chain in another order", rsa + ROOT + INTERMEDIATE, rsaKey),
        new KeyShape("a certificate twice", rsa + rsa + INTERMEDIATE, rsaKey),
        new KeyShape("a certificate of another chain", chain + file("ed25519.crt"), rsaKey),
        new KeyShape("two keys", chain, rsaKey + file("ed25519.key")),
        new KeyShape(
            "other blocks",
            "-----BEGIN DH PARAMETERS-----\nMAYCAQUCAQI=\n-----END DH PARAMETERS-----\n" + chain,
            "-----BEGIN DH PARAMETERS-----\nMAYCAQUCAQI=\n-----END DH PARAMETERS-----\n" + rsaKey),
        new KeyShape(
            "lines as on Windows", chain.replace("\n", "\r\n"), rsaKey.replace("\n", "\r\n")));
  }

  private static KeyShape ec(String curve) {
    return new KeyShape(
        "EC with parameters, " + curve, file(curve + ".crt") + INTERMEDIATE, file(curve + ".key"));
  }

  /** The text of one of the files. */
  public static String file(String name) {
    try {
      return Files.readString(FILES.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
