package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.server.app.Exporter;
import io.github.anomalyexporter.server.app.Settings;
import io.github.anomalyexporter.server.app.Signals;
import io.github.anomalyexporter.server.config.ConfigException;
import io.github.anomalyexporter.server.web.WebOptions;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code serve}: scores until it is told to stop. */
@Command(
    name = "serve",
    description = "Scores, trains when it is time, and serves /metrics (the default command).",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--web.listen-address",
      paramLabel = "ADDRESS",
      defaultValue = ":9877",
      description = "Address to serve HTTP on (default: ${DEFAULT-VALUE}).")
  private String listenAddress = ":9877";

  @Option(
      names = "--web.enable-lifecycle",
      description = "Allows requests that change something: POST /-/reload, DELETE of an instance.")
  private boolean lifecycle;

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    Settings settings = options.settings();
    WebOptions web =
        WebOptions.parse(listenAddress, lifecycle)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--web.listen-address: expected host:port or :port, found "
                            + listenAddress));
    Exporter exporter = new Exporter(settings, web, InstantSource.system());
    Signals.onHangup(exporter::reload);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  exporter.close();
                  stopped.countDown();
                },
                "shutdown"));
    stopped.await();
    return 0;
  }
}
