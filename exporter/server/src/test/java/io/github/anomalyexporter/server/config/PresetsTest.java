package io.github.anomalyexporter.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.feature.Bounds;
import io.github.anomalyexporter.core.feature.EngineeredFeature;
import io.github.anomalyexporter.core.feature.EngineeredFeature.Change;
import io.github.anomalyexporter.core.feature.EngineeredFeature.Ratio;
import io.github.anomalyexporter.core.feature.EngineeredFeature.RollingMean;
import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresetsTest {
  private static DetectorConfig detector(String text) throws ConfigException {
    return ConfigFile.parse("test.yml", text).detectors().get(0);
  }

  @Test
  void a_preset_of_ones_own_starts_from_another_or_from_nothing() throws ConfigException {
    DetectorConfig detector =
        detector(
            """
            presets:
              small-queue:
                extends: queue
                exclude_features: [queue_age]
              queue:
                discovery: group by ($identity) (queue_length{$selector})
                features:
                  - name: queue_length
                    expression: sum by ($identity) (queue_length{$selector})
                    unit: jobs
                    transform: {power: 0.5}
                  - name: queue_age
                    expression: max by ($identity) (queue_age_seconds{$selector})
                    unit: seconds
            detectors:
              - preset: small-queue
            """);

    assertThat(detector.source().discovery())
        .isEqualTo("group by ($identity) (queue_length{$selector})");
    assertThat(detector.features().features())
        .containsExactly(
            new Feature(
                "queue_length",
                "sum by ($identity) (queue_length{$selector})",
                "jobs",
                new Transform.Power(0.5),
                false));
  }

  @Test
  void bounds_are_those_of_the_unit_unless_a_feature_has_its_own() throws ConfigException {
    FeatureSet features =
        detector(
                """
                detectors:
                  - preset: node-exporter
                    features:
                      - {name: share, expression: a, unit: ratio}
                      - {name: overcommit, expression: a, unit: ratio, max: none}
                      - {name: queue, expression: a, unit: jobs}
                      - {name: speed, expression: a, unit: bytes/s, min: 0, max: 1.5e9}
                      - {name: drift, expression: a, unit: seconds, min: -0.5, max: +2}
                """)
            .features();

    assertThat(
            Stream.of("share", "overcommit", "queue", "speed", "drift")
                .map(features.queriedNames()::indexOf)
                .map(features::bounds))
        .containsExactly(
            Bounds.SHARE,
            new Bounds(0, Double.POSITIVE_INFINITY),
            Bounds.NONE,
            new Bounds(0, 1.5e9),
            new Bounds(-0.5, 2));
  }

  @Test
  void nothing_in_the_preset_is_negative_and_no_share_exceeds_the_whole() {
    FeatureSet features = ConfigFile.defaults().detectors().get(0).features();

    for (int input = 0; input < features.features().size(); input++) {
      String name = features.name(input);
      assertThat(features.bounds(input).min()).as(name).isZero();
      if (features.unit(input).equals("ratio") && !name.equals("tcp_retransmits")) {
        assertThat(features.bounds(input).max()).as(name).isEqualTo(1);
      }
    }
  }

  @Test
  void models_that_were_stored_before_features_had_bounds_still_fit() {
    FeatureSet features = ConfigFile.defaults().detectors().get(0).features();
    List<Feature> unbounded =
        features.features().stream()
            .map(
                it ->
                    new Feature(
                        it.name(), it.expression(), it.unit(), it.transform(), it.optional()))
            .toList();

    assertThat(features.fingerprint())
        .isEqualTo(new FeatureSet(unbounded, features.engineered(), features.step()).fingerprint());
  }

  @Test
  void engineered_features_take_unit_and_transform_from_their_source() throws ConfigException {
    DetectorConfig detector =
        detector(
            """
            detectors:
              - engineered_features:
                  - {name: disk_read_mean_10m, mean: disk_read, window: 10m}
                  - {name: swap_out_change_1m, change: swap_out, window: 1m, transform: none}
                  - {name: read_per_write, ratio: [disk_read, disk_written], floor: 1000}
                  - {name: io_per_cpu, ratio: [disk_read, cpu_used], floor: 0.1, unit: bytes/s, transform: {log: 10}}
            """);

    List<EngineeredFeature> engineered = detector.features().engineered();
    assertThat(engineered.subList(engineered.size() - 4, engineered.size()))
        .containsExactly(
            new EngineeredFeature(
                "disk_read_mean_10m",
                "bytes/s",
                new Transform.Log(100_000),
                new RollingMean("disk_read", Duration.ofMinutes(10))),
            new EngineeredFeature(
                "swap_out_change_1m",
                "pages/s",
                Transform.NONE,
                new Change("swap_out", Duration.ofMinutes(1))),
            new EngineeredFeature(
                "read_per_write",
                "ratio",
                Transform.NONE,
                new Ratio("disk_read", "disk_written", 1000)),
            new EngineeredFeature(
                "io_per_cpu",
                "bytes/s",
                new Transform.Log(10),
                new Ratio("disk_read", "cpu_used", 0.1)));
  }

  @Test
  void an_excluded_feature_can_be_given_anew() throws ConfigException {
    DetectorConfig detector =
        detector(
            """
            detectors:
              - exclude_features: [cpu_used]
                features:
                  - {name: cpu_used, expression: max by ($identity) (my_cpu), unit: ratio}
            """);

    FeatureSet features = detector.features();
    assertThat(features.queriedNames()).containsOnlyOnce("cpu_used");
    assertThat(features.features().get(features.features().size() - 1).expression())
        .isEqualTo("max by ($identity) (my_cpu)");
    assertThat(features.engineered())
        .extracting(EngineeredFeature::name)
        .contains("cpu_used_mean_5m");
  }

  @Test
  void a_feature_goes_with_what_is_engineered_from_it() throws ConfigException {
    DetectorConfig detector =
        detector(
            """
            detectors:
              - exclude_features: [memory_used, memory_used_mean_5m, memory_used_change_5m]
            """);

    assertThat(detector.features().queriedNames())
        .doesNotContain("memory_used")
        .contains("memory_active");
  }

  @Test
  void the_preset_has_the_features_of_the_design() {
    assertThat(ConfigFile.defaults().detectors().get(0).features().queriedNames())
        .containsExactly(
            "cpu_used",
            "cpu_user",
            "cpu_system",
            "cpu_iowait",
            "cpu_steal",
            "load_per_core",
            "memory_used",
            "memory_active",
            "swap_in",
            "swap_out",
            "major_page_faults",
            "disk_read",
            "disk_written",
            "disk_busy",
            "disk_latency",
            "filesystem_used",
            "network_received",
            "network_transmitted",
            "network_errors",
            "context_switches",
            "processes_running",
            "processes_blocked",
            "tcp_retransmits",
            "pressure_cpu",
            "pressure_memory",
            "pressure_io",
            "postgresql_connections");
  }

  @Test
  void what_many_hosts_lack_is_optional() {
    assertThat(ConfigFile.defaults().detectors().get(0).features().features())
        .filteredOn(Feature::optional)
        .extracting(Feature::name)
        .containsExactly(
            "pressure_cpu", "pressure_memory", "pressure_io", "postgresql_connections");
  }

  @Test
  void the_preset_stays_small() {
    assertThat(ConfigFile.defaults().detectors().get(0).features().size()).isLessThanOrEqualTo(40);
  }

  @Test
  void every_expression_is_scoped_by_selector_and_identity() {
    Preset preset = Presets.builtIn("node-exporter");
    assertThat(
            Stream.concat(
                Stream.of(preset.discovery()), preset.features().stream().map(Feature::expression)))
        .allSatisfy(expression -> assertThat(expression).contains("by ($identity)", "$selector"));
  }

  @Test
  void a_model_that_version_0_1_0_has_trained_by_the_preset_is_still_known() {
    FeatureSet features = ConfigFile.defaults().detectors().get(0).features();

    assertThat(FormerPreset.of(features).fingerprint())
        .isEqualTo("633707f034c10b9adb1d941d306471fa")
        .isNotEqualTo(features.fingerprint());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eth0",
        "ens5",
        "eno1",
        "enp3s0f0np0",
        "enP2p1s0f0np0",
        "enP7s7",
        "enx001122334455",
        "em1",
        "p1p1",
        "wlan0",
        "wlp2s0",
        "wwan0",
        "ib0",
        "usb0",
        "venet0",
        "end0",
        "enc1000",
        "enccw0.0.1000",
        "igb0",
        "vtnet0",
        "hn0",
        "nic0"
      })
  void an_interface_that_leads_out_of_the_host_is_counted(String device) {
    assertThat(leftOut(device)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lo",
        "lo0",
        "bond0",
        "team0",
        "lagg0",
        "br0",
        "br-1a2b3c4d5e6f",
        "vmbr0",
        "virbr0",
        "virbr0-nic",
        "lxdbr0",
        "incusbr0",
        "xenbr0",
        "fwbr101i0",
        "qbr1a2b",
        "docker0",
        "podman1",
        "cni0",
        "cbr0",
        "ovs-system",
        "kube-bridge",
        "vlan120",
        "eth0.120",
        "bond0.120.7",
        "enp3s0.100",
        "vif1.0",
        "enccw0.0.1000.120",
        "tap101i0",
        "vnet3",
        "veth1a2b3c4",
        "ve-web",
        "fwln101i0",
        "fwpr101p0",
        "macvtap0",
        "cali1a2b3c4d5e6",
        "eni0a1b2c3d4e5",
        "gke0a1b2c3d4e5",
        "azv0a1b2c3d4e5",
        "5f2a7c9b3d1e4f6",
        "cilium_host",
        "flannel.1",
        "kube-ipvs0",
        "nodelocaldns",
        "tun0",
        "tunl0",
        "wg0",
        "vxlan.calico",
        "genev_sys_6081",
        "ppp0",
        "tailscale0",
        "enP35596s1",
        "enP35596p0s2",
        "ens3nsby",
        "dummy0",
        "ifb0"
      })
  void an_interface_whose_bytes_another_has_counted_is_left_out(String device) {
    assertThat(leftOut(device)).isTrue();
  }

  /** The integration tests have Prometheus itself decide, on whole pages. */
  private static boolean leftOut(String device) {
    String matcher = Presets.builtInDefinition("interfaces");
    String names = matcher.substring("device!~\"".length(), matcher.length() - 1);
    return device.matches(names);
  }
}
