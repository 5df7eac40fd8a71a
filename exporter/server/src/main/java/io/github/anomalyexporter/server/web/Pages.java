package io.github.anomalyexporter.server.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renders pages, and one page for all requests that came for the same one before its rendering
 * began: however many scrapers there are, each gets what was so after it had asked, and no more
 * than {@link #AT_ONCE} pages are being rendered. A request that joins another one's page needs no
 * thread until it is there. Thread-safe.
 */
final class Pages {
  private static final Logger LOGGER = LoggerFactory.getLogger(Pages.class);

  /** Each takes a processor and some memory. */
  private static final int AT_ONCE = 2;

  private final Semaphore rendering = new Semaphore(AT_ONCE, true);
  private final Map<Object, List<Consumer<Page>>> waiting = new HashMap<>();

  /** Renders a page from what is so now. */
  @FunctionalInterface
  interface Renderer {
    Page render() throws IOException;
  }

  /**
   * Renders a page and hands it over; or leaves that to another thread, where one is about to
   * render the same page.
   *
   * @param key equal for requests that get the same page
   * @param asker is given the page, by this thread or another
   */
  void request(Object key, Renderer renderer, Consumer<Page> asker) {
    synchronized (waiting) {
      List<Consumer<Page>> others = waiting.get(key);
      if (others != null) {
        others.add(asker);
        return;
      }
      waiting.put(key, new ArrayList<>(List.of(asker)));
    }
    List<Consumer<Page>> askers;
    Page page;
    rendering.acquireUninterruptibly();
    try {
      synchronized (waiting) {
        askers = Objects.requireNonNull(waiting.remove(key));
      }
      page = render(renderer);
    } finally {
      rendering.release();
    }
    askers.forEach(it -> it.accept(page));
  }

  private static Page render(Renderer renderer) {
    try {
      return renderer.render();
    } catch (IOException | RuntimeException e) {
      LOGGER.error("rendering an answer failed", e);
      return Page.text(500, "Internal error: the log has the reason.");
    }
  }
}
