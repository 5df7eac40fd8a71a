package io.github.anomalyexporter.server.web.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.anomalyexporter.server.secret.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.crypto.bcrypt.BCrypt;

/**
 * Users and the bcrypt hashes of their passwords. A bcrypt hash takes some 50 ms by design,
 * therefore a correct password is cached as a keyed digest, which is useless outside this process:
 * from the second scrape on, a check takes microseconds. Wrong passwords are hashed each time, one
 * at a time, with a limit on the number and time of waiting checks, so that password guessing
 * occupies neither all processors nor all threads.
 *
 * <p>Each check takes as long as the most expensive hash, for known and unknown users and any cost
 * of the user's own hash: otherwise the response time would reveal which users exist. Thread-safe.
 */
public final class Users {
  /** Two Prometheus servers and two users, all at once after a restart. */
  private static final int MOST_WAITING = 4;

  /** Longer than {@link #MOST_WAITING} checks of the highest cost that the file may have. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);

  private static final String DIGEST = "HmacSHA256";

  private final Map<String, Secret> hashes;
  private final int highestCost;
  private final Hashing hashing;
  private final SecretKeySpec digestKey;
  private final Map<String, byte[]> verified = new ConcurrentHashMap<>();
  private final Semaphore waiting;
  private final ReentrantLock computing;

  /** Result of a check of user and password. */
  public enum Verdict {
    ACCEPTED,
    REFUSED,
    /** Too many checks are in progress. */
    BUSY
  }

  /** Compares a password with a bcrypt hash, in constant time for hashes of one cost. */
  @FunctionalInterface
  interface Hashing {
    boolean matches(byte[] password, String hash);
  }

  /**
   * @param hashes bcrypt hash by user; at least one
   */
  public Users(Map<String, Secret> hashes, SecureRandom random) {
    this(hashes, random, BCrypt::checkpw);
  }

  Users(Map<String, Secret> hashes, SecureRandom random, Hashing hashing) {
    this(hashes, hashing, digestKey(random), new Semaphore(MOST_WAITING), new ReentrantLock());
  }

  private Users(
      Map<String, Secret> hashes,
      Hashing hashing,
      SecretKeySpec digestKey,
      Semaphore waiting,
      ReentrantLock computing) {
    this.hashes = Map.copyOf(hashes);
    this.highestCost = hashes.values().stream().mapToInt(Users::cost).max().orElseThrow();
    this.hashing = hashing;
    this.digestKey = digestKey;
    this.waiting = waiting;
    this.computing = computing;
  }

  private static SecretKeySpec digestKey(SecureRandom random) {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return new SecretKeySpec(key, DIGEST);
  }

  /**
   * Returns users with other hashes. The passwords that were accepted before stay known for users
   * with the same hash, and the checks of both are limited together.
   *
   * @param changed bcrypt hash by user; at least one
   */
  Users with(Map<String, Secret> changed) {
    Users next = new Users(changed, hashing, digestKey, waiting, computing);
    verified.forEach(
        (user, digest) -> {
          Secret hash = changed.get(user);
          Secret before = hashes.get(user);
          if (hash != null && before != null && hash.reveal().equals(before.reveal())) {
            next.verified.put(user, digest);
          }
        });
    return next;
  }

  /** Returns the logarithm of the cost: 10 in {@code $2y$10$...}. */
  private static int cost(Secret hash) {
    return Integer.parseInt(hash.reveal().substring(4, 6));
  }

  /** Returns whether this password of the user was accepted before; takes no measurable time. */
  boolean remembers(String user, String password) {
    byte[] known = verified.get(user);
    return known != null && MessageDigest.isEqual(known, digest(user, password));
  }

  /** Checks a user's password; returns after at most {@link #LONGEST_WAIT} and one check. */
  public Verdict verify(String user, String password) {
    if (remembers(user, password)) {
      return Verdict.ACCEPTED;
    }
    if (!waiting.tryAcquire()) {
      return Verdict.BUSY;
    }
    try {
      if (!computing.tryLock(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
        return Verdict.BUSY;
      }
      try {
        return check(user, password);
      } finally {
        computing.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Verdict.BUSY;
    } finally {
      waiting.release();
    }
  }

  private Verdict check(String user, String password) {
    byte[] bytes = password.getBytes(UTF_8);
    Secret hash = hashes.get(user);
    if (hash == null) {
      spend(bytes, highestCost);
      return Verdict.REFUSED;
    }
    boolean right = hashing.matches(bytes, hash.reveal());
    // 2^c + (2^c + 2^(c+1) + ... + 2^(highest-1)) = 2^highest
    for (int cost = cost(hash); cost < highestCost; cost++) {
      spend(bytes, cost);
    }
    if (right) {
      verified.put(user, digest(user, password));
    }
    return right ? Verdict.ACCEPTED : Verdict.REFUSED;
  }

  /** Takes as long as a comparison with a hash of this cost. */
  private void spend(byte[] password, int cost) {
    boolean unused =
        hashing.matches(password, String.format(Locale.ROOT, "$2y$%02d$", cost) + ".".repeat(53));
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
