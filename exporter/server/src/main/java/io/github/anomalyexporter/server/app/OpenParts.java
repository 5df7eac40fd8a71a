package io.github.anomalyexporter.server.app;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resources to close, in the order in which they were opened. While a configuration takes over from
 * another, a resource may belong to both. For use by one thread at a time.
 */
final class OpenParts implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(OpenParts.class);

  private final Set<AutoCloseable> parts = new LinkedHashSet<>();

  <T extends AutoCloseable> T add(T part) {
    parts.add(part);
    return part;
  }

  boolean contains(AutoCloseable part) {
    return parts.contains(part);
  }

  /**
   * Closes in reverse order of opening; a failure to close a part does not prevent closing the
   * remaining parts.
   *
   * @param kept parts that stay open
   */
  void closeAllBut(OpenParts kept) {
    List<AutoCloseable> reversed = new ArrayList<>(parts);
    Collections.reverse(reversed);
    for (AutoCloseable part : reversed) {
      if (!kept.parts.contains(part)) {
        try {
          part.close();
        } catch (Exception e) {
          LOGGER.error("{} was not closed", part.getClass().getSimpleName(), e);
        }
      }
    }
  }

  @Override
  public void close() {
    closeAllBut(new OpenParts());
  }
}
