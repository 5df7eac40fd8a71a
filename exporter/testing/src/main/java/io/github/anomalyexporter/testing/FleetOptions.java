package io.github.anomalyexporter.testing;

import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Flags of the simulated hosts. */
final class FleetOptions {
  private static final int MOST_HOSTS = 100_000;
  private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Set<String> LABELS_OF_A_SCRAPE = Set.of("instance", "job");

  @ArgGroup private @Nullable Hosts hosts;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "At least 1 (default: ${DEFAULT-VALUE}).")
  private int seed = 1;

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "One more label on all series. May be repeated.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** Names or a number of hosts. */
  private static final class Hosts {
    @Option(
        names = "--hosts",
        paramLabel = "NAME,...",
        description =
            "Names of the hosts; the role is in the name (default: web-1,web-2,db-1,cache-1,batch-1).")
    private @Nullable String names;

    @Option(
        names = "--count",
        paramLabel = "N",
        description =
            "Number of hosts of all roles instead; each takes 2 MB of memory for every day since its boot.")
    private @Nullable Integer count;
  }

  /** Returns the hosts, booted at {@code boot}. */
  SimulatedFleet fleet(Instant boot) {
    require(seed >= 1, "--seed: expected a number from 1, found " + seed);
    try {
      return SimulatedFleet.of(names(), boot, seed);
    } catch (IllegalArgumentException e) {
      throw wrong("--hosts: " + e.getMessage());
    }
  }

  private List<String> names() {
    if (hosts != null && hosts.count != null) {
      int count = hosts.count;
      require(
          count >= 1 && count <= MOST_HOSTS,
          "--count: expected a number from 1 to " + MOST_HOSTS + ", found " + count);
      return SimulatedFleet.names(count);
    }
    return hosts != null && hosts.names != null
        ? List.of(hosts.names.split(",", -1))
        : SimulatedFleet.DEFAULT_HOSTS;
  }

  /** Returns the labels of all series. */
  Map<String, String> labels() {
    for (String name : labels.keySet()) {
      require(
          LABEL_NAME.matcher(name).matches(),
          "--label: expected letters, digits and underscores as NAME, found " + name);
      require(
          !LABELS_OF_A_SCRAPE.contains(name),
          "--label: every series has the label " + name + " already");
    }
    return labels;
  }

  private void require(boolean right, String otherwise) {
    if (!right) {
      throw wrong(otherwise);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
