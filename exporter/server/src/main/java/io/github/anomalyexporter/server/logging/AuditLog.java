package io.github.anomalyexporter.server.logging;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Audit log of changes and attempted changes, one line each, under the logger {@code AuditLog}.
 * Refused and failed changes are warnings, which the log may collapse if repeated.
 */
public final class AuditLog {
  private static final Logger LOGGER = LoggerFactory.getLogger(AuditLog.class);

  /** Origin of commands and signals. */
  public static final String LOCAL = "local";

  private static final int LONGEST = 200;

  private AuditLog() {}

  /** Outcome of an action. */
  public enum Outcome {
    DONE("done"),
    REFUSED("refused"),
    FAILED("failed");

    private final String label;

    Outcome(String label) {
      this.label = label;
    }
  }

  /**
   * Writes a line.
   *
   * @param user null if unknown
   * @param from an address, or {@link #LOCAL}
   * @param action the requested action
   */
  public static void write(@Nullable String user, String from, String action, Outcome outcome) {
    Object[] values = {
      user == null ? "-" : quoted(user), quoted(from), quoted(action), outcome.label
    };
    String line = "user={} from={} action={} outcome={}";
    if (outcome == Outcome.DONE) {
      LOGGER.info(line, values);
    } else {
      LOGGER.warn(line, values);
    }
  }

  /** Writes a line about a command executed by the current user of the operating system. */
  public static void writeCommand(String action, boolean done) {
    write(System.getProperty("user.name"), LOCAL, action, done ? Outcome.DONE : Outcome.FAILED);
  }

  /** Quotes and escapes a value, which may contain any input of a client. */
  private static String quoted(String value) {
    String text = value.length() > LONGEST ? value.substring(0, LONGEST) + "..." : value;
    return text.matches("[\\w.:@/%-]+")
        ? text
        : "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
