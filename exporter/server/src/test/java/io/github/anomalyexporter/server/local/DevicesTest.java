package io.github.anomalyexporter.server.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicesTest {
  private static final Pattern DEFINITION = Pattern.compile("\\$(\\w+)");

  private static JsonNode preset() throws IOException {
    try (InputStream in = DevicesTest.class.getResourceAsStream("/presets/node-exporter.yaml")) {
      return new YAMLMapper().readTree(in);
    }
  }

  /** The text in quotes after a label, in a definition of the preset. */
  private static String expression(String definition, String label) throws IOException {
    JsonNode definitions = preset().get("definitions");
    String text =
        DEFINITION
            .matcher(definitions.get(definition).textValue())
            .replaceAll(
                name ->
                    Matcher.quoteReplacement(definitions.get(name.group(1)).textValue().strip()));
    Matcher quoted = Pattern.compile(label + "!?[=~]+\"([^\"]*)\"").matcher(text);
    assertThat(quoted.find()).as(text).isTrue();
    return quoted.group(1);
  }

  @Test
  void devices_are_those_of_the_preset() throws IOException {
    assertThat(Devices.DISKS.pattern()).isEqualTo(expression("disks", "device"));
    assertThat(Devices.OTHER_TYPES.pattern()).isEqualTo(expression("filesystems", "fstype"));
    assertThat(Devices.OTHER_MOUNT_POINTS.pattern())
        .isEqualTo(expression("filesystems", "mountpoint"));
    assertThat(Devices.OTHER_INTERFACES.pattern()).isEqualTo(expression("interfaces", "device"));
  }

  @Test
  void features_are_those_of_the_preset_in_its_order() throws IOException {
    assertThat(LocalFeatures.of(new Readings(Duration.ofMinutes(1))).keySet())
        .containsExactlyElementsOf(
            preset().get("features").findValuesAsText("name").stream()
                .filter(name -> !name.equals("postgresql_connections"))
                .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "ext4, /, true",
    "xfs, /device, true",
    "ext4, /boot, false",
    "vfat, /boot/efi, false",
    "tmpfs, /tmp, false",
    "nfs4, /mnt/archive, false",
    "ceph, /mnt/archive, false",
    "fuse.sshfs, /mnt/remote, false",
    "cgroup2, /sys/fs/cgroup, false",
    "ext4, /var/lib/docker/volumes, false"
  })
  void a_filesystem_of_the_machine_can_fill_up(String type, String point, boolean counts) {
    assertThat(Devices.isFilesystem(type, point)).isEqualTo(counts);
  }
}
