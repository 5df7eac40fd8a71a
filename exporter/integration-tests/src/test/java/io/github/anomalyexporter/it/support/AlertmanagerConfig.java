package io.github.anomalyexporter.it.support;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The alertmanager.yml that is shipped, as a test needs it. Immutable. */
public final class AlertmanagerConfig {
  private static final String DIRECTORY = "/etc/alertmanager/";
  private static final String TEMPLATE = "telegram.tmpl";
  private static final String TOKEN_FILE = "telegram-token";

  /** Lines that are there to be switched on: a list element or what belongs to one. */
  private static final Pattern SWITCHED_OFF = Pattern.compile("(?m)^( *)#(- |  )");

  private static final Pattern SUBSTITUTION =
      Pattern.compile("sed -i 's/([^/]+)/([^/]+)/' alertmanager.yml");

  private static final Pattern TOKEN = Pattern.compile("(?m)^( *- bot_token: ).*$");
  private static final Pattern CHAT = Pattern.compile("(?m)^( *)(chat_id: .*)$");
  private static final Pattern TIMES =
      Pattern.compile("(?m)^( *(?:group_wait|group_interval|repeat_interval): )(\\d+)([smhd])$");

  private final String yaml;

  private AlertmanagerConfig(String yaml) {
    this.yaml = yaml;
  }

  /** The configuration that is shipped for a version, unchanged. */
  public static AlertmanagerConfig shipped(AlertmanagerVersion version) {
    try {
      return new AlertmanagerConfig(Files.readString(version.example()));
    } catch (IOException e) {
      throw new AssertionError("the example cannot be read", e);
    }
  }

  /** The same with all receivers and routes that are there to be switched on. */
  public AlertmanagerConfig withEverythingOn() {
    return new AlertmanagerConfig(SWITCHED_OFF.matcher(yaml).replaceAll("$1$2"));
  }

  /**
   * The same by the command of the README for identity labels that are not in the shipped
   * configuration.
   */
  public AlertmanagerConfig withIdentityLabelAsDocumented() {
    try {
      String readme = Files.readString(Tools.shipped("examples/alertmanager/README.md"));
      Matcher command = SUBSTITUTION.matcher(readme);
      if (!command.find()) {
        throw new AssertionError("the README has no command for identity labels");
      }
      return new AlertmanagerConfig(yaml.replaceAll(command.group(1), command.group(2)));
    } catch (IOException e) {
      throw new AssertionError("the README cannot be read", e);
    }
  }

  /**
   * The same with its files in a directory, where they are written to, and messages sent to a stub
   * of Telegram.
   */
  public AlertmanagerConfig installedIn(Path directory, URI telegram, String token) {
    try {
      Files.createDirectories(directory);
      Files.copy(
          Tools.shipped("examples/alertmanager").resolve(TEMPLATE), directory.resolve(TEMPLATE));
      Files.writeString(directory.resolve(TOKEN_FILE), token + "\n");
    } catch (IOException e) {
      throw new AssertionError("the files cannot be installed", e);
    }
    String installed = yaml.replace(DIRECTORY, directory.toAbsolutePath() + "/");
    String named = TOKEN.matcher(installed).replaceAll("$1'" + token + "'");
    return new AlertmanagerConfig(CHAT.matcher(named).replaceAll("$1$2\n$1api_url: " + telegram));
  }

  /** The same with all durations divided by a factor, so that tests need not wait so long. */
  public AlertmanagerConfig fasterBy(int factor) {
    return new AlertmanagerConfig(Durations.fasterBy(factor, TIMES, yaml));
  }

  @Override
  public String toString() {
    return yaml;
  }
}
