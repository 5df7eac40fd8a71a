package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.web.page.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/**
 * The description of the API and the page that shows it, which is that of Swagger UI. All files are
 * in the program: the page works without a connection to other servers.
 */
final class Documentation {
  private static final String FOLDER = "/api/";
  private static final String WEBJAR = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

  /** Scripts and styles of this server and no other; the library's icons are in its styles. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

  private static final String SCRIPT = "text/javascript; charset=utf-8";

  /** Media type by name of a file of the page. */
  private static final Map<String, String> FILES =
      Map.of(
          "docs.js",
          SCRIPT,
          "swagger-ui-bundle.js",
          SCRIPT,
          "swagger-ui-bundle.js.LICENSE.txt",
          "text/plain; charset=utf-8",
          "swagger-ui.css",
          "text/css; charset=utf-8");

  private Documentation() {}

  static Page openApi() {
    return resource(FOLDER + "openapi.yaml", "application/yaml");
  }

  static Page page() {
    return resource(FOLDER + "docs.html", "text/html; charset=utf-8")
        .with(Map.of("Content-Security-Policy", POLICY));
  }

  static Page file(String name) {
    String type = FILES.get(name);
    if (type == null) {
      return Envelope.notFound("no such file: " + name);
    }
    return name.startsWith("swagger-ui")
        ? resource(webjar() + name, type)
        : resource(FOLDER + name, type);
  }

  /** Returns the folder of the library's files, which has its version in its name. */
  private static String webjar() {
    Properties properties = new Properties();
    try (InputStream in = open("/" + WEBJAR)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return "/META-INF/resources/webjars/swagger-ui/" + properties.getProperty("version") + "/";
  }

  private static Page resource(String path, String type) {
    try (InputStream in = open(path)) {
      return new Page(200, Map.of("Content-Type", type), in.readAllBytes()).tagged();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String path) {
    InputStream in = Documentation.class.getResourceAsStream(path);
    if (in == null) {
      throw new IllegalStateException("expected the resource " + path + ", found none");
    }
    return in;
  }
}
