package io.github.anomalyexporter.server.web.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;

/** A place in the list of all incidents, which is sorted by begin, newest first, and detector. */
record IncidentCursor(Instant begin, String detector) implements Comparable<IncidentCursor> {
  private static final Comparator<IncidentCursor> ORDER =
      Comparator.comparing(IncidentCursor::begin)
          .reversed()
          .thenComparing(IncidentCursor::detector);

  /**
   * Reads a cursor.
   *
   * @throws IllegalArgumentException if {@link #text} cannot have written it
   */
  static IncidentCursor parse(String text) {
    String[] words = new String(Base64.getUrlDecoder().decode(text), UTF_8).split(" ", 2);
    return new IncidentCursor(
        Instant.ofEpochMilli(Long.parseLong(words[0])), words[words.length - 1]);
  }

  /** Returns the cursor for a URL; to clients its content has no meaning. */
  String text() {
    String words = begin.toEpochMilli() + " " + detector;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(words.getBytes(UTF_8));
  }

  @Override
  public int compareTo(IncidentCursor other) {
    return ORDER.compare(this, other);
  }
}
