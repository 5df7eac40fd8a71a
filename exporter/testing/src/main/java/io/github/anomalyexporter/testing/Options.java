package io.github.anomalyexporter.testing;

import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.time.PrometheusDuration;
import java.net.InetSocketAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Options {@code --name value} or {@code --name=value}; {@code --label} may be repeated. */
final class Options {
  private static final String LABEL = "label";
  private static final Pattern LABEL_NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern ADDRESS = Pattern.compile("(.+):(\\d{1,5})");
  private static final int HIGHEST_PORT = 65_535;
  private static final Set<String> LABELS_OF_A_SCRAPE = Set.of("instance", "job");

  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, String> labels = new LinkedHashMap<>();

  /**
   * @param known names of the options, without dashes
   */
  Options(List<String> arguments, Set<String> known) throws UsageException {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (!name.startsWith("--") || !known.contains(name.substring(2))) {
        throw new UsageException("unknown option \"" + name + "\"");
      }
      if (equals < 0 && i + 1 == arguments.size()) {
        throw new UsageException("option " + name + " needs a value");
      }
      add(name.substring(2), equals < 0 ? arguments.get(++i) : argument.substring(equals + 1));
    }
  }

  private void add(String name, String value) throws UsageException {
    if (name.equals(LABEL)) {
      addLabel(value);
    } else if (values.put(name, value) != null) {
      throw new UsageException("option --" + name + " is given twice");
    }
  }

  private void addLabel(String label) throws UsageException {
    int equals = label.indexOf('=');
    String name = equals < 0 ? label : label.substring(0, equals);
    if (equals < 0 || !LABEL_NAME.matcher(name).matches()) {
      throw new UsageException("--label \"" + label + "\": expected NAME=VALUE");
    }
    if (LABELS_OF_A_SCRAPE.contains(name)) {
      throw new UsageException("--label \"" + label + "\": every series has this label already");
    }
    labels.put(name, label.substring(equals + 1));
  }

  Map<String, String> labels() {
    return labels;
  }

  @Nullable String get(String name) {
    return values.get(name);
  }

  String get(String name, String defaultValue) {
    return values.getOrDefault(name, defaultValue);
  }

  String require(String name) throws UsageException {
    String value = values.get(name);
    if (value == null) {
      throw new UsageException("option --" + name + " is missing");
    }
    return value;
  }

  /** A time in ISO 8601, or in seconds since 1970. */
  Instant requireTime(String name) throws UsageException {
    String text = require(name);
    try {
      return text.matches("\\d{1,11}")
          ? Instant.ofEpochSecond(Long.parseLong(text))
          : Instant.parse(text);
    } catch (DateTimeException e) {
      throw new UsageException(
          "--%s \"%s\": expected a time such as 2026-01-31T00:00:00Z or seconds since 1970"
              .formatted(name, text));
    }
  }

  /** The address to listen on. */
  InetSocketAddress address(String name, String defaultValue) throws UsageException {
    String text = get(name, defaultValue);
    Matcher matcher = ADDRESS.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > HIGHEST_PORT) {
      throw new UsageException("--" + name + " \"" + text + "\": expected HOST:PORT");
    }
    return new InetSocketAddress(matcher.group(1), Integer.parseInt(matcher.group(2)));
  }

  Duration duration(String name, String defaultValue) throws UsageException {
    try {
      return PrometheusDuration.parse(get(name, defaultValue));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + name + ": " + e.getMessage());
    }
  }

  int number(String name, int defaultValue, int most) throws UsageException {
    String text = get(name, Integer.toString(defaultValue));
    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
      throw new UsageException(
          "--" + name + " \"" + text + "\": expected a number from 1 to " + most);
    }
    return Integer.parseInt(text);
  }

  /**
   * Returns the hosts of {@code --hosts} or {@code --count}, by {@code --seed}, booted at {@code
   * boot}.
   */
  SimulatedFleet fleet(Instant boot) throws UsageException {
    if (get("hosts") != null && get("count") != null) {
      throw new UsageException("--hosts and --count exclude each other");
    }
    List<String> names = SimulatedFleet.DEFAULT_HOSTS;
    if (get("count") != null) {
      names = SimulatedFleet.names(number("count", 1, 100_000));
    } else if (get("hosts") != null) {
      names = List.of(require("hosts").split(",", -1));
    }
    try {
      return SimulatedFleet.of(new ArrayList<>(names), boot, number("seed", 1, 999_999_999));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--hosts: " + e.getMessage());
    }
  }
}
