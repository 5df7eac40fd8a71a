package io.github.anomalyexporter.it.support;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The node_exporter of this machine: see {@link RealServer}. */
public final class NodeExporter extends RealServer {
  private NodeExporter(Path directory, int port, List<String> options) {
    super(
        directory.resolve("node_exporter"),
        port,
        "/metrics",
        Stream.concat(
                Stream.of(
                    Tools.program("node_exporter", "node_exporter").toString(),
                    "--web.listen-address=127.0.0.1:" + port),
                options.stream())
            .toList());
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param directory of its log
   * @param options on its command line
   */
  public static NodeExporter start(Path directory, String... options) throws IOException {
    NodeExporter started = new NodeExporter(directory, Ports.free(), List.of(options));
    Samples page = Samples.parse(Http.get(started.url().resolve("/metrics")).body());
    System.out.printf(
        "node_exporter %s on %s%n",
        page.all("node_exporter_build_info", Map.of()).get(0).label("version"),
        started.authority());
    return started;
  }
}
