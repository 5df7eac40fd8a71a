package io.github.anomalyexporter.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configuration in use, as it is shown. */
class ConfigTextTest {
  private static final Path EXAMPLES = Path.of("../../examples");

  private static String yaml(String text) throws ConfigException {
    return ConfigFile.parse("test.yml", text).text().yaml();
  }

  @Test
  void no_secret_is_shown_wherever_it_is() throws ConfigException {
    String shown =
        yaml(
            """
            prometheus:
              url: http://s3cret-1:s3cret-2@prometheus:9090/prefix
              failover_url: https://s3cret-3@prometheus-2:9090
              proxy_url: http://s3cret-4:s3cret-5@proxy:3128
              basic_auth: {username: reader, password: s3cret-6}
              headers:
                X-Scope-OrgID: s3cret-7
                X-Number: 847362
                X-Quoted: "s3cret-8"
            alertmanager:
              url: http://s3cret-9@alertmanager:9093
              bearer_token: >-
                s3cret-10
              headers: {Authorization-Of-Proxy: 's3cret-11'}
            """);

    assertThat(shown)
        .isEqualTo(
            """
            prometheus:
              url: 'http://<secret>@prometheus:9090/prefix'
              failover_url: 'https://<secret>@prometheus-2:9090'
              proxy_url: 'http://<secret>@proxy:3128'
              basic_auth:
                username: reader
                password: '<secret>'
              headers:
                X-Scope-OrgID: '<secret>'
                X-Number: '<secret>'
                X-Quoted: '<secret>'
            alertmanager:
              url: 'http://<secret>@alertmanager:9093'
              bearer_token: '<secret>'
              headers:
                Authorization-Of-Proxy: '<secret>'
            """);
  }

  @Test
  void flags_are_part_of_it() throws ConfigException {
    Config config =
        ConfigFile.parse("test.yml", "prometheus: {url: 'http://a:1', retries: 1}")
            .withPrometheusUrl(URI.create("http://user:s3cret@b:2"))
            .withStoragePath(Path.of("/var/lib/models"));

    assertThat(config.text().yaml())
        .isEqualTo(
            """
            prometheus:
              url: 'http://<secret>@b:2'
              retries: 1
            storage:
              path: '/var/lib/models'
            """);
  }

  @Test
  void the_defaults_are_an_empty_mapping() {
    assertThat(ConfigFile.defaults().text().yaml()).isEqualTo("{}\n");
  }

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files
          .filter(file -> file.toString().endsWith(".yml"))
          .filter(ConfigTextTest::isConfiguration)
          .toList();
    }
  }

  private static boolean isConfiguration(Path file) {
    try {
      return ConfigFile.load(file) != null;
    } catch (ConfigException e) {
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void what_is_shown_is_the_same_configuration(Path file) throws ConfigException {
    Config config = ConfigFile.load(file);
    String shown = config.text().yaml();
    Config again = ConfigFile.parse("shown", shown);

    assertThat(List.of(again.detectors(), again.calendars()))
        .usingRecursiveComparison()
        .withEqualsForType((a, b) -> a.pattern().equals(b.pattern()), Pattern.class)
        .isEqualTo(List.of(config.detectors(), config.calendars()));
    assertThat(again.text().yaml()).isEqualTo(shown);
  }
}
