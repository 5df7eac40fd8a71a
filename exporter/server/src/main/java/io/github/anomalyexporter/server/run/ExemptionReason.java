package io.github.anomalyexporter.server.run;

import java.util.Locale;

/** What exempts an instance from alerts, or a window of its history from training. */
public enum ExemptionReason {
  /** An Alertmanager silence that matches the instance's anomaly alert. */
  SILENCE,
  /** An entry of the detector's calendar. */
  CALENDAR,
  /** Another alert about the instance was firing: an incident. Exempts from training only. */
  ALERT;

  /** As the {@code reason} label has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
