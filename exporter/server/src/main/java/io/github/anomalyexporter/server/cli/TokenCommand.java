package io.github.anomalyexporter.server.cli;

import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.access.Role;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.matcher.LabelSelectors;
import io.github.anomalyexporter.server.web.security.ApiTokens;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Command {@code token}: creates an API token, of which the configuration has only the hash. */
@Command(
    name = "token",
    description =
        "Creates an API token and prints it once, with its entry for access.tokens of the file of --web.config.file. Stores nothing.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class TokenCommand implements Callable<Integer> {
  @Option(
      names = "--name",
      paramLabel = "NAME",
      required = true,
      description = "Name of the program that uses the token, for the audit log.")
  private String name = "";

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "viewer",
      description = "viewer, operator or admin (default: ${DEFAULT-VALUE}).")
  private String role = "viewer";

  @Option(
      names = "--expires",
      paramLabel = "DURATION",
      defaultValue = "90d",
      description = "Time until the token expires (default: ${DEFAULT-VALUE}).")
  private String expires = "90d";

  @Option(
      names = "--match",
      paramLabel = "SELECTOR",
      description =
          "Hosts that the program sees, such as {instance=~\"web-.*\"}; may be repeated (default: all).")
  private List<String> match = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Role known = role();
    Instant end = InstantSource.system().instant().plus(duration()).truncatedTo(ChronoUnit.SECONDS);
    String token = ApiTokens.create(new SecureRandom());
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        """
        token, which is not shown again:

        %s

        entry for access.tokens of the file of --web.config.file:

          - name: %s
            sha256: %s
            role: %s
            expires: %s
            match: [%s]
        """,
        token, quoted(name), ApiTokens.hash(token), known.label(), end, selectors());
    out.flush();
    return 0;
  }

  /** Returns a string of YAML. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /**
   * @throws UsageException if a selector is not one
   */
  private String selectors() {
    try {
      LabelSelectors unused = LabelSelectors.parse(match);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--match: " + e.getMessage(), e);
    }
    return (match.isEmpty() ? List.of("{}") : match)
        .stream().map(TokenCommand::quoted).collect(Collectors.joining(", "));
  }

  private Role role() {
    return Arrays.stream(Role.values())
        .filter(it -> it.label().equals(role.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--role: expected one of %s, found %s"
                        .formatted(
                            Arrays.stream(Role.values())
                                .map(Role::label)
                                .collect(Collectors.joining(", ")),
                            role)));
  }

  private Duration duration() {
    return PrometheusDuration.parse(expires)
        .filter(it -> !it.isZero())
        .orElseThrow(
            () ->
                new UsageException("--expires: expected a duration such as 90d, found " + expires));
  }
}
