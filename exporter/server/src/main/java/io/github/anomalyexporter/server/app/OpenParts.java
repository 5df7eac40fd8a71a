package io.github.anomalyexporter.server.app;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What has to be closed, in the order in which it was opened. While one configuration takes over
 * from another, a part may belong to both. For one thread at a time.
 */
final class OpenParts implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(OpenParts.class);

  private final Set<AutoCloseable> parts = new LinkedHashSet<>();

  <T extends AutoCloseable> T add(T part) {
    parts.add(part);
    return part;
  }

  /**
   * Closes the last opened first; a part that cannot be closed does not keep others open.
   *
   * @param kept its parts stay open
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
