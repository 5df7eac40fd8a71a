package io.github.anomalyexporter.server.web.security;

import io.github.anomalyexporter.server.config.WebConfig;
import io.github.anomalyexporter.server.config.WebConfigFile;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.files.FileContents;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settings of {@code --web.config.file}, reloaded when the file or a file that it names changes.
 * Invalid content is logged once, and the previous settings stay in use. Safe for use by several
 * threads.
 */
public final class SecurityFile {
  private static final Logger LOGGER = LoggerFactory.getLogger(SecurityFile.class);

  private final @Nullable Path file;
  private final SecureRandom random;
  private final InstantSource clock;
  private FileContents seen;
  private boolean holds = true;
  private volatile SecuritySettings settings;

  /**
   * Reads the file.
   *
   * @param file null for no security
   * @param random source of all keys
   * @param clock for the expiry of tokens
   * @throws ConfigException if it is invalid
   * @throws UsageException if a file that it names cannot be used
   */
  public SecurityFile(@Nullable Path file, SecureRandom random, InstantSource clock)
      throws ConfigException {
    this.file = file;
    this.random = random;
    this.clock = clock;
    this.seen = FileContents.of(file == null ? List.of() : List.of(file));
    this.settings =
        file == null
            ? SecuritySettings.of(WebConfig.UNSECURED, random, clock, null)
            : read(file, seen, null);
  }

  /** Returns the settings in use. */
  public SecuritySettings settings() {
    return settings;
  }

  /**
   * Reloads the file if it has changed.
   *
   * @param changed receives new settings after they came into use
   * @return whether the current content of the file is in use
   */
  public synchronized boolean refresh(Consumer<SecuritySettings> changed) {
    FileContents now = seen.now();
    if (file == null || now.equals(seen)) {
      return holds;
    }
    holds = false;
    try {
      SecuritySettings previous = settings;
      SecuritySettings next = read(file, now, previous);
      try {
        requireSameProtocols(next);
        requireSameProtection(next);
      } catch (UsageException e) {
        next.close();
        throw e;
      }
      settings = next;
      previous.close();
      changed.accept(next);
      holds = true;
      LOGGER.info("--web.config.file {} reloaded", file);
    } catch (ConfigException | UsageException e) {
      LOGGER.error(
          "--web.config.file not reloaded, keeping the previous settings: {}", e.getMessage());
    }
    return holds;
  }

  /**
   * Refuses settings with less protection: a file that is empty or being written must not remove
   * it.
   */
  private void requireSameProtection(SecuritySettings next) {
    List<String> missing = next.config().missing(settings.config());
    if (!missing.isEmpty()) {
      throw new UsageException(
          "%s: expected %s, as in the previous settings, found none; to remove this protection, state it (basic_auth_users: {}, access.roles: {}, client_auth_type: NoClientCert) or restart"
              .formatted(file, String.join(" and ", missing)));
    }
  }

  /**
   * Records the file contents before reading them, so that a problem is reported again only after a
   * change.
   */
  private SecuritySettings read(Path path, FileContents now, @Nullable SecuritySettings previous)
      throws ConfigException {
    seen = now;
    WebConfig config = WebConfigFile.load(path);
    seen = now.only(path).and(config.files());
    try {
      return SecuritySettings.of(config, random, clock, previous);
    } catch (UsageException e) {
      throw new UsageException(path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Refuses changes of the protocols, which are fixed when the socket is opened, as in the
   * exporter-toolkit.
   */
  private void requireSameProtocols(SecuritySettings next) {
    if ((next.tls() == null) != (settings.tls() == null)) {
      throw new UsageException(
          "tls_server_config: TLS can be switched on or off only by a restart");
    }
    if (next.tls() != null && next.http2() != settings.http2()) {
      throw new UsageException(
          "http_server_config.http2: HTTP/2 can be switched on or off only by a restart");
    }
  }
}
