package io.github.anomalyexporter.server.web;

import java.time.Duration;

/**
 * Limits of the resources that clients may use.
 *
 * @param connections maximum number of open connections; further connections wait to be accepted
 * @param headerBytes maximum size of the header of a request, including the request line
 * @param bodyBytes maximum size of the body of a request; no valid request has a body
 * @param requestTime maximum time from the first byte of a connection or request until the request
 *     is complete
 * @param answerTime maximum time from the complete response until its last byte is read, for all
 *     protocols
 * @param answerBytes maximum total size of responses not yet read; beyond it the oldest are aborted
 * @param idleTime maximum idle time of a connection between two requests
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
   * Defaults far above the needs of a Prometheus pair, dashboards and users; memory is limited to
   * some ten kilobytes per connection.
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
