package io.github.anomalyexporter.server.web.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.KeyShape;
import io.github.anomalyexporter.server.secret.Secret;
import io.github.anomalyexporter.server.web.security.Users.Verdict;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.crypto.bcrypt.BCrypt;

class UsersTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Returns the hash of {@code right} or {@code other} with this cost, made by htpasswd. */
  private static String hash(String password, int cost) {
    String user = password + "-" + cost + ":";
    return KeyShape.file("users.htpasswd")
        .lines()
        .filter(line -> line.startsWith(user))
        .map(line -> line.substring(user.length()))
        .findFirst()
        .orElseThrow();
  }

  private static Users users(Map<String, String> hashes) {
    Map<String, Secret> secrets = new HashMap<>();
    hashes.forEach((user, hash) -> secrets.put(user, Secret.of(hash)));
    return new Users(secrets, RANDOM);
  }

  @ParameterizedTest
  @CsvSource({
    "alice, right, ACCEPTED",
    "alice, wrong, REFUSED",
    "alice, '', REFUSED",
    "bob, right, REFUSED",
    "bob, other, ACCEPTED",
    "carol, right, REFUSED",
    "carol, other, REFUSED",
    "'', right, REFUSED",
  })
  void a_user_has_the_own_password(String user, String password, Verdict verdict) {
    Users users = users(Map.of("alice", hash("right", 4), "bob", hash("other", 5)));

    for (int i = 0; i < 3; i++) {
      assertThat(users.verify(user, password)).isEqualTo(verdict);
    }
  }

  /** By the work of bcrypt, 2^cost, since time cannot be asserted. */
  @ParameterizedTest
  @ValueSource(strings = {"cheap", "middle", "costly", "unknown", ""})
  void each_refusal_costs_as_much_as_the_costliest_hash(String user) {
    AtomicLong work = new AtomicLong();
    Users users =
        new Users(
            Map.of(
                "cheap", Secret.of(hash("right", 4)),
                "middle", Secret.of(hash("right", 5)),
                "costly", Secret.of(hash("right", 7))),
            RANDOM,
            (password, hash) -> {
              work.addAndGet(1L << Integer.parseInt(hash.substring(4, 6)));
              return BCrypt.checkpw(password, hash);
            });

    assertThat(users.verify(user, "wrong")).isEqualTo(Verdict.REFUSED);

    assertThat(work).hasValue(1 << 7);
  }

  /** As other programs have written them: htpasswd, Python's bcrypt and the toolkit's own page. */
  @Test
  void hashes_of_other_programs_are_understood() {
    String salt = "$05$CCCCCCCCCCCCCCCCCCCCC.";
    String rest = "E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"; // U*U, of the test vectors of OpenBSD's bcrypt
    for (String prefix : List.of("$2a", "$2b", "$2y")) {
      assertThat(users(Map.of("alice", prefix + salt + rest)).verify("alice", "U*U"))
          .isEqualTo(Verdict.ACCEPTED);
    }
  }

  @Test
  void a_password_that_was_right_costs_little_from_then_on() {
    // A second and more for each, if it were computed: a thousand would not end.
    Users users = users(Map.of("alice", hash("right", 12)));

    for (int i = 0; i < 1_000; i++) {
      assertThat(users.verify("alice", "right")).isEqualTo(Verdict.ACCEPTED);
    }
    assertThat(users.verify("alice", "wrong")).isEqualTo(Verdict.REFUSED);
  }

  @Test
  void accepted_passwords_stay_known_for_users_with_the_same_hash() {
    Users users = users(Map.of("alice", hash("right", 4), "bob", hash("right", 4)));
    users.verify("alice", "right");
    users.verify("bob", "right");

    Users next =
        users.with(
            Map.of("alice", Secret.of(hash("right", 4)), "bob", Secret.of(hash("other", 5))));

    assertThat(next.remembers("alice", "right")).isTrue();
    assertThat(next.remembers("alice", "wrong")).isFalse();
    assertThat(next.remembers("bob", "right")).isFalse();
    assertThat(next.verify("bob", "right")).isEqualTo(Verdict.REFUSED);
    assertThat(next.with(Map.of("bob", Secret.of(hash("right", 4)))).remembers("alice", "right"))
        .isFalse();
  }

  @Test
  void guessing_does_not_take_every_thread() throws InterruptedException, ExecutionException {
    Users users = users(Map.of("alice", hash("right", 10)));
    assertThat(users.verify("alice", "right")).isEqualTo(Verdict.ACCEPTED);
    int clients = 16;
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      CyclicBarrier together = new CyclicBarrier(clients);
      List<Future<Verdict>> guesses = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        String guess = "guess " + i;
        guesses.add(
            threads.submit(
                () -> {
                  together.await();
                  return users.verify("alice", guess);
                }));
      }
      // Who is known is not held up by them.
      assertThat(users.verify("alice", "right")).isEqualTo(Verdict.ACCEPTED);
      Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
      for (Future<Verdict> guess : guesses) {
        verdicts.merge(guess.get(), 1, Integer::sum);
      }
      assertThat(verdicts).containsOnlyKeys(Verdict.REFUSED, Verdict.BUSY);
    } finally {
      threads.shutdownNow();
    }
  }
}
