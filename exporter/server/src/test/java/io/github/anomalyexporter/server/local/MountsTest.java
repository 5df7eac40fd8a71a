package io.github.anomalyexporter.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MountsTest {
  private static List<String> points(String mountinfo) {
    return Mounts.points(mountinfo.lines().toList());
  }

  @Test
  void a_filesystem_that_is_mounted_several_times_is_asked_once() {
    assertThat(
            points(
                """
                22 27 0:21 / /proc rw,relatime - proc proc rw
                27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
                30 27 254:0 /opt /srv/opt rw,relatime shared:1 - ext4 /dev/vda1 rw
                31 27 254:2 / /with\\040space\\134 rw shared:2 master:3 - xfs /dev/vda2 rw
                32 27 0:40 / /tmp rw - tmpfs tmpfs rw
                """))
        .containsExactly("/", "/with space\\");
  }

  @Test
  void a_filesystem_below_another_mount_is_not_taken_for_the_other() {
    assertThat(
            points(
                """
                27 1 254:0 / / rw - ext4 /dev/vda1 rw
                40 27 254:3 / /home rw - ext4 /dev/vda3 rw
                41 40 254:4 / /home/big rw - ext4 /dev/vda4 rw
                42 40 0:24 /systemd/inaccessible/dir /home ro - tmpfs tmpfs rw
                """))
        .containsExactly("/");
  }

  @Test
  void what_is_mounted_on_top_of_another_mount_counts() {
    assertThat(
            points(
                """
                1 1 0:1 / / rw - rootfs rootfs rw
                27 1 254:0 / / rw - ext4 /dev/vda1 rw
                40 27 254:3 / /data rw - ext4 /dev/vda3 rw
                41 40 254:4 / /data rw - ext4 /dev/vda4 rw
                42 41 254:5 / /data/more rw - ext4 /dev/vda5 rw
                """))
        .containsExactly("/", "/data", "/data/more");
    assertThat(Mounts.points(List.of("2 3 8:1 / /a rw - xfs a rw", "3 2 8:2 / /b rw - xfs b rw")))
        .as("mounts in a circle have no root")
        .isEmpty();
  }

  @Test
  void a_line_without_a_type_is_an_error() {
    assertThatThrownBy(() -> points("27 1 254:0 / / rw ext4 /dev/vda1 rw"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a mount without a type: 27 1 254:0 / / rw ext4 /dev/vda1 rw");
    assertThatThrownBy(() -> points("27 x 254:0 / / rw - ext4 /dev/vda1 rw"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
