package io.github.anomalyexporter.server.web;

import java.time.Duration;

/**
 * What one client may cost.
 *
 * @param connections open at once; more wait to be accepted
 * @param headerBytes of a request, its line included
 * @param bodyBytes of a request; no request here has one
 * @param requestTime from the first byte of a connection or request until the request is complete
 * @param answerTime from the complete answer until its last byte is taken, whatever the protocol
 * @param answerBytes that all answers together may hold until they are taken; the oldest are cut
 *     off beyond that
 * @param idleTime of a connection between two requests
 */
public record WebLimits(
    int connections,
    int headerBytes,
    int bodyBytes,
    Duration requestTime,
    Duration answerTime,
    long answerBytes,
    Duration idleTime) {

  /**
   * Far above what a Prometheus pair, dashboards and people need, and little enough to lose: a few
   * ten kilobytes for each connection.
   */
  public static final WebLimits DEFAULT =
      new WebLimits(
          512,
          8 << 10,
          8 << 10,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Math.max(32L << 20, Runtime.getRuntime().maxMemory() / 8),
          Duration.ofSeconds(30));
}
