package io.github.anomalyexporter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.SourceKind;
import io.github.anomalyexporter.server.config.StorageConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The table of flags in cli.md against the command line, both ways. */
class FlagsDocumentationTest {
  private static final Path PAGE = Path.of("../docs/cli.md");

  /** Flags that override a key of the file, with the default of the key. */
  private static final Map<String, String> DEFAULTS_OF_KEYS =
      Map.of(
          "--prometheus.url",
          Config.DEFAULT_PROMETHEUS_URL.toString(),
          "--storage.path",
          StorageConfig.DEFAULT_PATH.toString(),
          "--source",
          SourceKind.PROMETHEUS.label());

  @Test
  void the_page_has_every_flag_with_its_default_and_no_other() throws IOException {
    assertThat(documented()).isNotEmpty().isEqualTo(flags());
  }

  @Test
  void the_help_tells_the_defaults_of_the_keys() {
    String help = AnomalyExporter.commandLine().getUsageMessage().replaceAll("\\s+", "");

    DEFAULTS_OF_KEYS.values().forEach(it -> assertThat(help).contains("(default:" + it + ")"));
  }

  /** Rows {@code | `--flag` | `default` | meaning |} between the two marks. */
  private static Map<String, String> documented() throws IOException {
    String page = Files.readString(PAGE);
    String table = page.substring(page.indexOf("<!-- flags -->"), page.indexOf("<!-- /flags -->"));
    Map<String, String> documented = new TreeMap<>();
    Matcher row = Pattern.compile("(?m)^\\| `(-[^`]+)` \\| (?:`([^`]*)`)? ?\\|").matcher(table);
    while (row.find()) {
      documented.put(row.group(1), row.group(2) == null ? "" : row.group(2));
    }
    return documented;
  }

  private static Map<String, String> flags() {
    Map<String, String> flags = new TreeMap<>();
    collect(AnomalyExporter.commandLine(), flags);
    return flags;
  }

  private static void collect(CommandLine command, Map<String, String> flags) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      flags.put(option.longestName(), defaultOf(option));
    }
    command.getSubcommands().values().stream()
        .filter(it -> !it.getCommandSpec().usageMessage().hidden())
        .forEach(it -> collect(it, flags));
  }

  private static String defaultOf(OptionSpec option) {
    if (option.defaultValue() != null) {
      return option.defaultValue();
    } else if (option.type() == boolean.class) {
      return "false";
    }
    return DEFAULTS_OF_KEYS.getOrDefault(option.longestName(), "");
  }
}
