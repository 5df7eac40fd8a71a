package io.github.anomalyexporter.it.support;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** An exporter of some kind, as Prometheus sees it: a page on a port of its own. */
public final class PageServer implements AutoCloseable {
  private static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService executor = Executors.newSingleThreadExecutor();

  private PageServer(HttpServer server) {
    this.server = server;
  }

  /** Serves what the supplier gives at each scrape under {@code /metrics}. */
  public static PageServer start(Supplier<byte[]> page) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    PageServer pages = new PageServer(HttpServer.create(address, 0));
    pages.server.createContext(
        "/metrics",
        exchange -> {
          byte[] body = page.get();
          exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
          exchange.sendResponseHeaders(200, body.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    pages.server.setExecutor(pages.executor);
    pages.server.start();
    return pages;
  }

  /** Host and port. */
  public String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }
}
