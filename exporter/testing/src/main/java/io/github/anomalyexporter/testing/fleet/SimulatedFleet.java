package io.github.anomalyexporter.testing.fleet;

import static java.util.stream.Collectors.joining;

import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.workload.HostProfile;
import io.github.anomalyexporter.testing.workload.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Hosts by name, in the order of their creation. Immutable. */
public final class SimulatedFleet {
  /** One host of each role, and a second web server. */
  public static final List<String> DEFAULT_HOSTS =
      List.of("web-1", "web-2", "db-1", "cache-1", "batch-1");

  private static final int NAMES_IN_A_MESSAGE = 20;

  private final Map<String, SimulatedHost> hosts;

  private SimulatedFleet(Map<String, SimulatedHost> hosts) {
    this.hosts = hosts;
  }

  public static SimulatedFleet of(Collection<SimulatedHost> hosts) {
    Map<String, SimulatedHost> byName = new LinkedHashMap<>();
    for (SimulatedHost host : hosts) {
      if (byName.put(host.name(), host) != null) {
        throw new IllegalArgumentException("two hosts have the name \"" + host.name() + "\"");
      }
    }
    if (byName.isEmpty()) {
      throw new IllegalArgumentException("a fleet has at least one host");
    }
    return new SimulatedFleet(byName);
  }

  /** Hosts of these names, whose roles follow the names ({@link HostProfile#of}). */
  public static SimulatedFleet of(List<String> names, Instant boot, long seed) {
    return of(
        names.stream().map(name -> new SimulatedHost(HostProfile.of(name, seed), boot)).toList());
  }

  /** Returns the fleet with the clock of its hosts ahead ({@link SimulatedHost#ahead}). */
  public SimulatedFleet ahead(Duration duration) {
    return of(hosts.values().stream().map(host -> host.ahead(duration)).toList());
  }

  /**
   * Returns a number of names, with all roles in turn: {@code web-1}, {@code db-1}, ..., {@code
   * web-2}.
   */
  public static List<String> names(int count) {
    Role[] roles = Role.values();
    return IntStream.range(0, count)
        .mapToObj(i -> roles[i % roles.length].prefix() + "-" + (i / roles.length + 1))
        .toList();
  }

  public Collection<SimulatedHost> hosts() {
    return hosts.values();
  }

  /**
   * Returns a host by name.
   *
   * @throws IllegalArgumentException with the known hosts if the name is unknown
   */
  public SimulatedHost host(String name) {
    SimulatedHost host = hosts.get(name);
    if (host == null) {
      throw new IllegalArgumentException(
          "unknown host \"" + name + "\", known are " + knownNames());
    }
    return host;
  }

  /** The names of the hosts for a message: all, or the first of very many. */
  public String knownNames() {
    String names = hosts.keySet().stream().limit(NAMES_IN_A_MESSAGE).collect(joining(", "));
    return hosts.size() > NAMES_IN_A_MESSAGE ? names + " and others" : names;
  }

  public List<Incident> incidents() {
    return hosts.values().stream().flatMap(host -> host.incidents().stream()).toList();
  }

  /** Returns the fleet with one more incident. */
  public SimulatedFleet with(Incident incident) {
    return replacing(incident.host(), host -> host.with(incident));
  }

  /** Returns the fleet with all incidents of a host ended at a time. */
  public SimulatedFleet calmed(String name, Instant time) {
    return replacing(
        name,
        host ->
            host.withIncidents(
                host.incidents().stream()
                    .filter(incident -> incident.start().isBefore(time))
                    .map(incident -> incident.isActiveAt(time) ? incident.until(time) : incident)
                    .toList()));
  }

  private SimulatedFleet replacing(String name, UnaryOperator<SimulatedHost> change) {
    Map<String, SimulatedHost> copy = new LinkedHashMap<>(hosts);
    copy.put(name, change.apply(host(name)));
    return new SimulatedFleet(copy);
  }
}
