package io.github.anomalyexporter.server.web.security;

import io.github.anomalyexporter.server.config.ConfigException;
import io.github.anomalyexporter.server.config.FileContents;
import io.github.anomalyexporter.server.config.UsageException;
import io.github.anomalyexporter.server.config.WebConfig;
import io.github.anomalyexporter.server.config.WebConfigFile;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings of {@code --web.config.file}, read again when it or a file that it names has
 * changed. What cannot be used leaves the settings before it in place, and is said once. Safe for
 * use by several threads.
 */
public final class SecurityFile {
  private static final Logger LOGGER = LoggerFactory.getLogger(SecurityFile.class);

  private final @Nullable Path file;
  private final SecureRandom random;
  private FileContents seen;
  private boolean holds = true;
  private volatile SecuritySettings settings;

  /**
   * Reads the file.
   *
   * @param file null for no security
   * @param random makes keys; the only source of them
   * @throws ConfigException where it has problems
   * @throws UsageException where a file that it names cannot be used
   */
  public SecurityFile(@Nullable Path file, SecureRandom random) throws ConfigException {
    this.file = file;
    this.random = random;
    this.seen = FileContents.of(file == null ? List.of() : List.of(file));
    this.settings =
        file == null ? SecuritySettings.of(WebConfig.UNSECURED, random) : read(file, seen);
  }

  /** Those that hold now. */
  public SecuritySettings settings() {
    return settings;
  }

  /**
   * Reads the file again if there is anything new.
   *
   * @param changed is told of new settings, after they hold
   * @return whether what is in the file now holds
   */
  public synchronized boolean refresh(Consumer<SecuritySettings> changed) {
    FileContents now = seen.now();
    if (file == null || now.equals(seen)) {
      return holds;
    }
    holds = false;
    try {
      SecuritySettings next = read(file, now);
      requireSameProtocols(next);
      requireSameProtection(next);
      settings = next;
      changed.accept(next);
      holds = true;
      LOGGER.info("--web.config.file {} read again", file);
    } catch (ConfigException | UsageException e) {
      LOGGER.error(
          "--web.config.file not accepted, keeping the previous settings: {}", e.getMessage());
    }
    return holds;
  }

  /**
   * A file that was emptied, or that is read while it is being written, must not open the server.
   */
  private void requireSameProtection(SecuritySettings next) {
    List<String> missing = next.config().missing(settings.config());
    if (!missing.isEmpty()) {
      throw new UsageException(
          "%s: expected %s, as in the settings before, found none; to give up this protection, state it (basic_auth_users: {}, client_auth_type: NoClientCert) or restart"
              .formatted(file, String.join(" and ", missing)));
    }
  }

  /** Remembers what it has looked at first: a problem is not met again before something changes. */
  private SecuritySettings read(Path path, FileContents now) throws ConfigException {
    seen = now;
    WebConfig config = WebConfigFile.load(path);
    seen = now.only(path).and(config.files());
    try {
      return SecuritySettings.of(config, random);
    } catch (UsageException e) {
      throw new UsageException(path + ": " + e.getMessage(), e);
    }
  }

  /** What the socket speaks is fixed when it is opened, as it is in the exporter-toolkit. */
  private void requireSameProtocols(SecuritySettings next) {
    if ((next.tls() == null) != (settings.tls() == null)) {
      throw new UsageException("tls_server_config: TLS is switched on and off by a restart only");
    }
    if (next.tls() != null && next.http2() != settings.http2()) {
      throw new UsageException(
          "http_server_config.http2: HTTP/2 is switched on and off by a restart only");
    }
  }
}
