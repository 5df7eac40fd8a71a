package io.github.anomalyexporter.server.web;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who has changed something, or has tried to: a line each, under the logger {@code AuditLog}. What
 * was not done is a warning, of which the log may collapse those that are alike.
 */
public final class AuditLog {
  private static final Logger LOGGER = LoggerFactory.getLogger(AuditLog.class);

  /** Where a command or a signal is from. */
  public static final String LOCAL = "local";

  private static final int LONGEST = 200;

  private AuditLog() {}

  /** What became of it. */
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
   * @param user null where nobody knows
   * @param from an address, or {@link #LOCAL}
   * @param action what was asked for
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

  /** Writes a line about a command of this user of the operating system. */
  public static void writeCommand(String action, boolean done) {
    write(System.getProperty("user.name"), LOCAL, action, done ? Outcome.DONE : Outcome.FAILED);
  }

  /** One value, whatever a client has put into it. */
  private static String quoted(String value) {
    String text = value.length() > LONGEST ? value.substring(0, LONGEST) + "..." : value;
    return text.matches("[\\w.:@/%-]+")
        ? text
        : "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
