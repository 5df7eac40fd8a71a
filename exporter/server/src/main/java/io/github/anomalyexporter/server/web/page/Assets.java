package io.github.anomalyexporter.server.web.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of the page that shows the fleet, which are in the program: it needs no other server.
 * Safe for use by several threads.
 */
public final class Assets {
  private static final String FOLDER = "/ui/";

  /** The name of a file contains the digest of its content. */
  private static final String FOREVER = "public, max-age=31536000, immutable";

  private static final String LICENSES = "licenses.txt";

  /**
   * Scripts of this server and no other. The library of the page writes styles into the document.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self';"
          + " frame-ancestors 'self'";

  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "txt", "text/plain; charset=utf-8");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]+\\.(js|css|txt)");

  private final Map<String, Page> files = new ConcurrentHashMap<>();
  private final Page index;

  /** Reads the first file. */
  public Assets() {
    byte[] html = read("index.html");
    if (html == null) {
      throw new IllegalStateException("expected the page in the program, found none");
    }
    index =
        new Page(200, Map.of("Content-Type", "text/html; charset=utf-8"), html)
            .tagged()
            .with(
                Map.of(
                    "Content-Security-Policy",
                    POLICY,
                    "X-Content-Type-Options",
                    "nosniff",
                    "Referrer-Policy",
                    "same-origin"));
  }

  /** Returns the document that requests the other files. */
  public Page index() {
    return index;
  }

  /** Returns a file by its name; empty if there is none. */
  public Optional<Page> file(String name) {
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(files.computeIfAbsent(name, Assets::load));
  }

  private static @Nullable Page load(String name) {
    byte[] bytes = read("assets/" + name);
    if (bytes == null) {
      return null;
    }
    String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
    Page page = new Page(200, Map.of("Content-Type", type), bytes).tagged();
    return name.equals(LICENSES)
        ? page
        : page.with(Map.of("Cache-Control", FOREVER, "X-Content-Type-Options", "nosniff"));
  }

  private static byte @Nullable [] read(String path) {
    try (InputStream in = Assets.class.getResourceAsStream(FOLDER + path)) {
      return in == null ? null : in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
