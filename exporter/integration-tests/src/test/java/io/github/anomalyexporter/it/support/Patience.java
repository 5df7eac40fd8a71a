package io.github.anomalyexporter.it.support;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.ThrowingRunnable;

/**
 * All waits of the tests: their limits, and the only use of the wait library. A wait that reaches
 * its limit fails with what was awaited and the last value seen.
 */
public final class Patience {
  /** Limit of a wait. Only a fault takes this long, however busy the machine is. */
  public static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Limit of the wait for a first training on days of history. */
  public static final Duration TRAINING = Duration.ofMinutes(15);

  /** Limit of one HTTP request. */
  public static final Duration REQUEST = Duration.ofMinutes(2);

  /**
   * Between two looks. Each look costs processor time of the program that is asked, and the tests
   * share few processors.
   */
  private static final Duration POLL = Duration.ofMillis(250);

  private Patience() {}

  /**
   * A wait, begun by one of its methods {@code until}.
   *
   * @param what is awaited, as a statement: {@code "the model is trained"}
   */
  public static Wait await(String what) {
    return new Wait(what, Awaitility.with().pollDelay(Duration.ZERO).pollInterval(POLL), PATIENCE);
  }

  /** A wait with its options. Immutable. */
  public static final class Wait {
    private final String what;
    private final ConditionFactory looks;
    private final Duration limit;

    private Wait(String what, ConditionFactory looks, Duration limit) {
      this.what = what;
      this.looks = looks;
      this.limit = limit;
    }

    /** The same wait with another limit than {@link #PATIENCE}. */
    public Wait atMost(Duration otherLimit) {
      return new Wait(what, looks, otherLimit);
    }

    /** The same wait with another time between two looks. */
    public Wait every(Duration interval) {
      return new Wait(what, looks.pollInterval(interval), limit);
    }

    /**
     * The same wait to which an {@link IOException}, such as a refused connection, is "not yet".
     */
    public Wait evenIfUnreachable() {
      return new Wait(what, looks.ignoreExceptionsInstanceOf(IOException.class), limit);
    }

    /** The same wait, which fails as soon as a program has ended. */
    public Wait whileAlive(ChildProcess process) {
      return failingIf(process + " has ended", () -> !process.isAlive());
    }

    /**
     * The same wait, which fails as soon as it has become pointless.
     *
     * @param fault the reason, for the message
     */
    public Wait failingIf(String fault, Callable<Boolean> pointless) {
      return new Wait(what, looks.failFast(fault + ", before: " + what, pointless), limit);
    }

    /** Waits until the condition is true. */
    public void until(Callable<Boolean> condition) {
      until(condition, it -> it);
    }

    /**
     * Waits until a value is as expected.
     *
     * @return the value
     */
    public <T> T until(Callable<T> value, Predicate<? super T> expected) {
      AtomicReference<Object> last = new AtomicReference<>("none");
      try {
        return looks
            .atMost(limit)
            .until(
                () -> {
                  T seen = value.call();
                  last.set(String.valueOf(seen));
                  return seen;
                },
                expected);
      } catch (ConditionTimeoutException e) {
        throw failure(last, e);
      }
    }

    /** Waits until the assertions hold. */
    public void untilAsserted(ThrowingRunnable assertions) {
      AtomicReference<Object> last = new AtomicReference<>("none");
      try {
        looks
            .atMost(limit)
            .untilAsserted(
                () -> {
                  try {
                    assertions.run();
                  } catch (AssertionError e) {
                    last.set(e.getMessage());
                    throw e;
                  }
                });
      } catch (ConditionTimeoutException e) {
        throw failure(last, e);
      }
    }

    private AssertionError failure(AtomicReference<Object> last, Exception cause) {
      return new AssertionError(
          "not within %s: %s; last seen: %s".formatted(limit, what, last.get()), cause);
    }
  }
}
