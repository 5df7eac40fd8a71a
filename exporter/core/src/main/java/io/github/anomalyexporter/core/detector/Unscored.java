package io.github.anomalyexporter.core.detector;

/** Why an instance that is warming up has no score of the fleet's model. */
public enum Unscored {
  /** The difference between a second host and the only one trained on is not an anomaly. */
  NO_FLEET("the fleet has a model only when two hosts have their own"),
  /** The fleet's model would report this host as anomalous for as long as it warms up. */
  FLEET_DOES_NOT_FIT(
      "the fleet's model does not fit this host: it was above the threshold for most of the last"
          + " hour");

  private final String reason;

  Unscored(String reason) {
    this.reason = reason;
  }

  /** A readable sentence without a full stop. */
  public String reason() {
    return reason;
  }
}
