package io.github.anomalyexporter.it.support;

import static io.github.anomalyexporter.it.support.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.opentest4j.TestAbortedException;

/** An nginx with the servers of one file. */
public final class RealNginx implements AutoCloseable {
  /** What a distribution's own nginx.conf has around a file, with all files in one folder. */
  private static final String MAIN =
      """
      user root;
      pid nginx.pid;
      events {}
      http {
          access_log off;
          client_body_temp_path temporary-body;
          proxy_temp_path temporary-proxy;
          fastcgi_temp_path temporary-fastcgi;
          uwsgi_temp_path temporary-uwsgi;
          scgi_temp_path temporary-scgi;
          include servers.conf;
      }
      """;

  private static final Path PROGRAM = Tools.optional("nginx", "nginx");

  private final ChildProcess process;
  private final int port;

  private RealNginx(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Skips the test if there is no nginx. */
  public static void require() {
    if (!Files.isExecutable(PROGRAM)) {
      System.out.println("SKIPPED: there is no " + PROGRAM);
      throw new TestAbortedException("no nginx");
    }
  }

  /**
   * Starts it and waits until it listens.
   *
   * @param directory of its files
   * @param port on which the servers listen
   * @param servers the servers, as in a file of {@code conf.d}
   */
  public static RealNginx start(Path directory, int port, String servers) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("nginx.conf"), MAIN);
    Files.writeString(directory.resolve("servers.conf"), servers);
    ChildProcess process =
        ChildProcess.start(
            directory.resolve("nginx"),
            Map.of(),
            List.of(
                PROGRAM.toString(),
                "-p",
                directory.toString(),
                "-c",
                "nginx.conf",
                "-e",
                "stderr",
                "-g",
                // A single process: a worker would outlive a master that is killed.
                "daemon off; master_process off;"));
    await("nginx listens; log: " + directory).whileAlive(process).until(() -> Ports.isOpen(port));
    return new RealNginx(process, port);
  }

  /** Returns the port on which the servers listen. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    process.close();
  }
}
