package io.github.anomalyexporter.server.http;

/** A call was still in the queue of the client at its deadline, and will not be sent. */
final class NotSentException extends Exception {
  private static final long serialVersionUID = 1L;
}
