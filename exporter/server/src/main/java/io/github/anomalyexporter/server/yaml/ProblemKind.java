package io.github.anomalyexporter.server.yaml;

/** Kind of a {@link Problem}. Stable, unlike the wording of messages. */
public enum ProblemKind {
  /** A file that cannot be read or is empty. */
  UNREADABLE_FILE,

  /** Not YAML, or a construct of YAML that configurations do not allow. */
  SYNTAX,

  /** A key that does not exist in its section. */
  UNKNOWN_KEY,

  /** A key, name or label that is already used. */
  DUPLICATE,

  /** A required value that is absent or empty. */
  MISSING,

  /** A value of another type, such as a list instead of a string. */
  WRONG_TYPE,

  /** A value of the right type that is not in the expected form. */
  INVALID_VALUE,

  /** A number, duration, length or count beyond its limits. */
  OUT_OF_RANGE,

  /** A name or choice that does not exist. */
  UNKNOWN_NAME,

  /** A value that contradicts the value of another key. */
  CONFLICT,

  /** An environment variable, which is not expanded. */
  VARIABLE
}
