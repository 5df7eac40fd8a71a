package io.github.anomalyexporter.it;

import static io.github.anomalyexporter.it.Patience.PATIENCE;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** This machine's real node_exporter. */
final class NodeExporter implements AutoCloseable {
  private final ChildProcess process;
  private final String authority;

  private NodeExporter(ChildProcess process, String authority) {
    this.process = process;
    this.authority = authority;
  }

  static NodeExporter start(Path directory) throws IOException {
    String authority = "127.0.0.1:" + Ports.free();
    ChildProcess process =
        ChildProcess.start(
            directory.resolve("node_exporter"),
            Map.of(),
            List.of(
                Tools.program("node_exporter", "node_exporter").toString(),
                "--web.listen-address=" + authority));
    URI metrics = URI.create("http://" + authority + "/metrics");
    await("node_exporter answers")
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> Http.get(metrics).status() == 200);
    Samples page = Samples.parse(Http.get(metrics).body());
    System.out.printf(
        "node_exporter %s on %s%n",
        page.all("node_exporter_build_info", Map.of()).get(0).label("version"), authority);
    return new NodeExporter(process, authority);
  }

  /** Host and port. */
  String authority() {
    return authority;
  }

  @Override
  public void close() {
    process.close();
  }
}
