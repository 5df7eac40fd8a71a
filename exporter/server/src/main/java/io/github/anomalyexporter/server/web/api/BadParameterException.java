package io.github.anomalyexporter.server.web.api;

/** A parameter of a request is wrong; the message has its name, what was expected and found. */
public final class BadParameterException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadParameterException(String parameter, String expected, String found) {
    this(parameter, "expected " + expected + ", found " + found);
  }

  BadParameterException(String parameter, String problem) {
    super(parameter + ": " + problem);
  }

  /** With the message of an exception that names what is wrong. */
  BadParameterException(Exception cause) {
    super(cause.getMessage(), cause);
  }
}
