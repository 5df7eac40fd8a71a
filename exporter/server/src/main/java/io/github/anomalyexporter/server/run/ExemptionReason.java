package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.server.store.Manifest.LeftOut;
import java.util.Locale;

/** Reason that exempts an instance from alerts, or a time range of its history from training. */
public enum ExemptionReason {
  /** An Alertmanager silence that matches the instance's anomaly alert. */
  SILENCE,
  /** An entry of the detector's calendar. */
  CALENDAR,
  /** Another alert about the instance was firing: an incident. Exempts from training only. */
  ALERT;

  /** Returns the number of rows left out for this reason. */
  public int rowsOf(LeftOut leftOut) {
    return switch (this) {
      case SILENCE -> leftOut.silence();
      case CALENDAR -> leftOut.calendar();
      case ALERT -> leftOut.alert();
    };
  }

  /** Returns the value of the {@code reason} label. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
