package io.github.anomalyexporter.server.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.secret.PemSource;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * TLS identity: a certificate with its chain and private key.
 *
 * @param chain the own certificate first
 */
public record Identity(List<X509Certificate> chain, PrivateKey key) {
  private static final byte[] PROOF = "a key signs what its certificate verifies".getBytes(UTF_8);

  /**
   * Signature algorithm by key algorithm; for other keys a mismatch is detected only by the first
   * handshake.
   */
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  public Identity {
    chain = List.copyOf(chain);
  }

  /**
   * Reads certificate and key, which may be in one file. The first certificate belongs to the key;
   * the chain may be in any order.
   *
   * @throws UsageException if either cannot be used or they do not match; the message names their
   *     sources
   */
  public static Identity read(PemSource certificate, PemSource key) {
    List<X509Certificate> chain = chain(Certificates.read(certificate));
    PrivateKey privateKey = PrivateKeys.read(key, chain.get(0).getPublicKey());
    if (!belongTogether(privateKey, chain.get(0))) {
      throw new UsageException(
          key.place()
              + ": expected the key of the certificate in "
              + certificate.place()
              + ", found the key of another certificate");
    }
    return new Identity(chain, privateKey);
  }

  /** The own certificate. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  /**
   * Returns the first certificate and its chain to the authority, in the order required by Java's
   * key stores; other certificates are dropped.
   */
  private static List<X509Certificate> chain(List<X509Certificate> certificates) {
    List<X509Certificate> chain = new ArrayList<>(certificates.subList(0, 1));
    Optional<X509Certificate> next = Optional.of(certificates.get(0));
    while (next.isPresent()) {
      X509Certificate last = next.get();
      next =
          certificates.stream()
              .filter(it -> !chain.contains(it))
              .filter(it -> it.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
              .findFirst();
      next.ifPresent(chain::add);
    }
    return chain;
  }

  private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
    String algorithm = SIGNATURES.get(key.getAlgorithm());
    if (algorithm == null) {
      return true;
    }
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(PROOF);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(PROOF);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Returns a text without the key. */
  @Override
  public String toString() {
    return "Identity[" + certificate().getSubjectX500Principal() + "]";
  }
}
