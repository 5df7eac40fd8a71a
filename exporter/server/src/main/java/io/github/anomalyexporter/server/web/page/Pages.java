package io.github.anomalyexporter.server.web.page;

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
 * Renders pages; requests for the same page that arrive before its rendering begins share one
 * rendering. For any number of scrapers, each receives a page rendered after its request, and at
 * most {@link #AT_ONCE} pages are rendered concurrently. A request that shares a rendering occupies
 * no thread. Thread-safe.
 */
public final class Pages {
  private static final Logger LOGGER = LoggerFactory.getLogger(Pages.class);

  /** Concurrent renderings; each takes a processor and some memory. */
  private static final int AT_ONCE = 2;

  private final Semaphore rendering = new Semaphore(AT_ONCE, true);
  private final Map<Object, List<Consumer<Page>>> waiting = new HashMap<>();

  /** Renders a page from the current state. */
  @FunctionalInterface
  public interface Renderer {
    Page render() throws IOException;
  }

  /**
   * Renders a page and passes it on, or leaves both to another thread that is about to render the
   * same page.
   *
   * @param key equal for requests that share a page
   * @param asker receives the page, on this or another thread
   */
  public void request(Object key, Renderer renderer, Consumer<Page> asker) {
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
      LOGGER.error("rendering a page failed", e);
      return Page.text(500, "Internal error: see the log for the reason.");
    }
  }
}
