package io.github.anomalyexporter.server.exemption;

import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * Reason that exempts an instance from alerts, or a time range of its history from training. A row
 * with several reasons counts for the first of them in declaration order.
 */
public enum ExemptionReason {
  /** Another alert about the instance was firing: an incident. Exempts from training only. */
  ALERT(LeftOut::alert),
  /** An Alertmanager silence that matches the instance's anomaly alert. */
  SILENCE(LeftOut::silence),
  /** An entry of the detector's calendar. */
  CALENDAR(LeftOut::calendar);

  @SuppressWarnings("ImmutableEnumChecker") // A reference to an accessor has no state.
  private final ToIntFunction<LeftOut> count;

  ExemptionReason(ToIntFunction<LeftOut> count) {
    this.count = count;
  }

  /** Returns the number of rows left out for this reason. */
  public int rowsOf(LeftOut leftOut) {
    return count.applyAsInt(leftOut);
  }

  /** Returns the value of the {@code reason} label. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
