package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.server.app.ConfigSource;
import io.github.anomalyexporter.server.app.Exporter;
import io.github.anomalyexporter.server.app.Signals;
import io.github.anomalyexporter.server.app.TrainingMode;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.logging.AuditLog;
import io.github.anomalyexporter.server.logging.AuditLog.Outcome;
import io.github.anomalyexporter.server.run.Clocks;
import io.github.anomalyexporter.server.web.WebOptions;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.github.anomalyexporter.server.yaml.ServerUrl;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Command {@code serve}: scores and trains until a signal stops it. */
@Command(
    name = "serve",
    description = "Scores and trains on a schedule and serves /metrics (the default command).",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ServeCommand implements Callable<Integer> {
  private static final Logger LOGGER = LoggerFactory.getLogger(ServeCommand.class);

  private static final Duration LONGEST_STOP = Duration.ofSeconds(9);

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Mixin private InferenceOption inference = new InferenceOption();

  @Option(
      names = "--training",
      paramLabel = "on|off",
      defaultValue = "on",
      description =
          "Whether this process trains. With off it only scores, with models that anomaly-exporter train stores in the same storage (default: ${DEFAULT-VALUE}).")
  private String training = "on";

  @Option(
      names = "--web.listen-address",
      paramLabel = "ADDRESS",
      defaultValue = ":9877",
      description = "Address to listen on for HTTP (default: ${DEFAULT-VALUE}).")
  private String listenAddress = ":9877";

  @Option(
      names = "--web.config.file",
      paramLabel = "FILE",
      description =
          "File with TLS, users and headers of the HTTP server, in the format of the Prometheus exporter-toolkit.")
  private @Nullable Path webConfig;

  @Option(
      names = "--web.external-url",
      paramLabel = "URL",
      description =
          "URL at which browsers reach this server, if a proxy is in front of it; for logins and their cookies.")
  private @Nullable String externalUrl;

  @Option(
      names = "--web.enable-lifecycle",
      description =
          "Enables requests that change state for all clients: reload, trainings and rollbacks, silences, forgotten instances, posted samples, backtests.")
  private boolean lifecycle;

  @Option(
      names = "--web.enable-mcp",
      description =
          "Serves tools for assistants at /mcp (MCP); without a login or --web.enable-lifecycle they only read.")
  private boolean mcp;

  @Override
  public Integer call() throws ConfigException, InterruptedException {
    ConfigSource settings = options.settings().with(inference.choice()).with(training(training));
    WebOptions web =
        WebOptions.parse(listenAddress, lifecycle)
            .map(
                it ->
                    it.withMcp(mcp)
                        .withExternalUrl(externalUrl == null ? null : externalUrl(externalUrl)))
            .orElseThrow(
                () ->
                    new UsageException(
                        "--web.listen-address: expected host:port or :port, found "
                            + listenAddress));
    AtomicReference<@Nullable Exporter> started = new AtomicReference<>();
    if (!Signals.on("HUP", () -> reload(started.get()))) {
      LOGGER.warn(
          "SIGHUP will not reload the configuration because the process was started with SIGHUP ignored, as by nohup; reload with POST /-/reload, or start the process with setsid or systemd");
    }
    CountDownLatch stop = new CountDownLatch(1);
    Clocks clocks = new Clocks(InstantSource.system(), System::nanoTime);
    Exporter exporter = new Exporter(settings, web, webConfig, clocks);
    started.set(exporter);
    Signals.on("TERM", stop::countDown);
    Signals.on("INT", stop::countDown);
    stop.await();
    return close(exporter) ? 0 : AnomalyExporter.RUNTIME_FAILURE;
  }

  private static TrainingMode training(String text) {
    return switch (text) {
      case "on" -> TrainingMode.ON;
      case "off" -> TrainingMode.OFF;
      default -> throw new UsageException("--training: expected on or off, found " + text);
    };
  }

  private static URI externalUrl(String text) {
    return ServerUrl.parse(text, "http", "https")
        .orElseThrow(
            () ->
                new UsageException(
                    "--web.external-url: expected %s, found %s"
                        .formatted(ServerUrl.SYNTAX, ServerUrl.redacted(text))));
  }

  /** Ignores SIGHUP during startup: the configuration is being read. */
  private static void reload(@Nullable Exporter exporter) {
    if (exporter != null) {
      var unused =
          exporter
              .reload()
              .thenAccept(
                  problems ->
                      AuditLog.write(
                          null,
                          AuditLog.LOCAL,
                          "SIGHUP",
                          problems.isEmpty() ? Outcome.DONE : Outcome.FAILED));
    }
  }

  /**
   * Stops the exporter; gives up waiting after {@link #LONGEST_STOP}, so that the process ends
   * within ten seconds in any case.
   */
  private static boolean close(Exporter exporter) throws InterruptedException {
    Thread closing = new Thread(exporter::close, "stop");
    closing.setDaemon(true);
    closing.start();
    closing.join(LONGEST_STOP.toMillis());
    return !closing.isAlive();
  }
}
