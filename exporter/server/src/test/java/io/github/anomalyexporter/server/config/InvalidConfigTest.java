package io.github.anomalyexporter.server.config;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.server.yaml.ConfigException;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wrong configurations: the files in {@code config/invalid}, whose comments name the expected
 * problems. The wording is asserted once for each form of a message.
 */
class InvalidConfigTest {
  static List<Path> files() throws IOException {
    return ExpectedProblem.files("invalid");
  }

  @ParameterizedTest
  @MethodSource("files")
  void each_file_has_exactly_the_problems_in_its_comments(Path file) throws IOException {
    ExpectedProblem.assertProblems(() -> ConfigFile.load(file), ExpectedProblem.inComments(file));
  }

  static Stream<Arguments> unreadable() {
    return Stream.of(
        Arguments.of(5, "a:\n  b: {c: d, password: \"hunter2\ndetectors: []\n\n"),
        Arguments.of(2, "detectors:\n\t- name: node\n"),
        Arguments.of(2, "storage:\n  path: !!binary aGk=\n"),
        Arguments.of(3, "storage: {path: data}\n---\nstorage: {path: other}\n"),
        Arguments.of(2, "detectors:\n  - &node\n    name: node\n  - *node\n"),
        Arguments.of(2, "prometheus:\n  bearer_token: &hunter2 t0ken\n"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void a_syntax_error_or_an_unsupported_construct_is_the_only_problem(int line, String text) {
    ExpectedProblem.assertProblems(
        () -> ConfigFile.parse("test.yml", text),
        List.of(new ExpectedProblem("", line, ProblemKind.SYNTAX)));
  }

  static Stream<Arguments> messages() {
    return Stream.of(
        Arguments.of(
            "prometheus:\n  timeout: 1ms",
            "test.yml: prometheus.timeout (line 2):"
                + " expected a duration between 100ms and 10m, found 1ms"),
        Arguments.of(
            "promethius: {}\nstorage: {colour: green}",
            """
            test.yml has 2 problems:
              promethius (line 1): expected a known key, found 'promethius'; did you mean prometheus?
              storage.colour (line 2): expected a known key, found 'colour'; known are keep_versions, path\
            """),
        Arguments.of(
            "- name: node", "test.yml: the document (line 1): expected a mapping, found a list"),
        Arguments.of(
            "detectors:\n  - &node",
            "test.yml: line 2, column 5: expected a literal value, found a YAML anchor or alias;"
                + " a text that begins with & or * needs quotes"),
        Arguments.of(
            "prometheus: {proxy_url: 'reader:hunter2@proxy:3128'}",
            "test.yml: prometheus.proxy_url (line 1):"
                + " expected a URL such as http://proxy:3128, found <secret>@proxy:3128"),
        Arguments.of(
            "detectors: [{model: {layers: [128, 64, 128]}}]",
            "test.yml: detectors[0].model.layers (line 1): expected at most 12,000 weights for each"
                + " instance, found 26,213 with 37 inputs"),
        Arguments.of(
            "prometheus: {basic_auth: {username: reader, password: '${PASSWORD}'}}",
            "test.yml: prometheus.basic_auth.password (line 1): expected a literal value, because"
                + " variables are not expanded (a secret can be in a file: password_file,"
                + " bearer_token_file), found a variable such as ${NAME}"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void a_message_has_the_place_the_expectation_and_the_found_value(String text, String message) {
    assertThatThrownBy(() -> ConfigFile.parse("test.yml", text))
        .isInstanceOf(ConfigException.class)
        .hasMessage(message);
  }
}
