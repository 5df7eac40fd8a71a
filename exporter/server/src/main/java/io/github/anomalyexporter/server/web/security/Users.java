package io.github.anomalyexporter.server.web.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.anomalyexporter.server.config.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * Users and the bcrypt hashes of their passwords. A hash takes some 50 ms on purpose, so a password
 * that was right is remembered, as a keyed digest of which nobody outside this process can make
 * use: a scrape costs microseconds from the second one on. What was wrong is computed each time,
 * one at a time, and only so many may wait, so that guessing takes neither all processors nor all
 * threads. Thread-safe.
 */
public final class Users {
  /** Two of Prometheus and two people, all at once after a restart. */
  private static final int MOST_WAITING = 4;

  private static final String DIGEST = "HmacSHA256";

  private final Map<String, Secret> hashes;
  private final Secret costliest;
  private final SecretKeySpec digestKey;
  private final Map<String, byte[]> verified = new ConcurrentHashMap<>();
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private final ReentrantLock computing = new ReentrantLock();

  /** What became of a user and password. */
  public enum Verdict {
    ACCEPTED,
    REFUSED,
    /** Too many are being checked already. */
    BUSY
  }

  /**
   * @param hashes by user, each a bcrypt hash; at least one
   */
  public Users(Map<String, Secret> hashes, SecureRandom random) {
    this.hashes = Map.copyOf(hashes);
    this.costliest = hashes.values().stream().max(Comparator.comparing(Users::cost)).orElseThrow();
    byte[] key = new byte[32];
    random.nextBytes(key);
    this.digestKey = new SecretKeySpec(key, DIGEST);
  }

  /** The logarithm of the cost: {@code $2y$10$...}. */
  private static String cost(Secret hash) {
    return hash.reveal().substring(4, 6);
  }

  /** Whether this is a user's password. A user who does not exist costs as much as one who does. */
  public Verdict verify(String user, String password) {
    byte[] digest = digest(user, password);
    byte[] known = verified.get(user);
    if (known != null && MessageDigest.isEqual(known, digest)) {
      return Verdict.ACCEPTED;
    }
    if (!waiting.tryAcquire()) {
      return Verdict.BUSY;
    }
    try {
      Secret hash = hashes.get(user);
      boolean right = matches(password, hash == null ? costliest : hash);
      if (hash == null || !right) {
        return Verdict.REFUSED;
      }
      verified.put(user, digest);
      return Verdict.ACCEPTED;
    } finally {
      waiting.release();
    }
  }

  private boolean matches(String password, Secret hash) {
    computing.lock();
    try {
      return BCrypt.checkpw(password.getBytes(UTF_8), hash.reveal());
    } finally {
      computing.unlock();
    }
  }

  private byte[] digest(String user, String password) {
    byte[] name = user.getBytes(UTF_8);
    try {
      Mac mac = Mac.getInstance(DIGEST);
      mac.init(digestKey);
      mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(name.length).array());
      mac.update(name);
      return mac.doFinal(password.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JVM has " + DIGEST, e);
    }
  }
}
