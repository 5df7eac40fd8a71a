package io.github.anomalyexporter.testing.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class HostProfileTest {
  @Test
  void the_role_is_in_the_name() {
    assertThat(HostProfile.of("db-1", 1).role()).isEqualTo(Role.DB);
    assertThat(HostProfile.of("cache-7", 1).role()).isEqualTo(Role.CACHE);
    assertThat(HostProfile.of("anything", 1).role()).isEqualTo(Role.WEB);
  }

  @Test
  void a_name_that_would_break_a_label_or_a_path_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HostProfile.of("web/1", 1))
        .withMessage("host name \"web/1\": expected letters, digits, dots, dashes and underscores");
    assertThatIllegalArgumentException().isThrownBy(() -> HostProfile.of("", 1));
  }

  @Test
  void sizes_are_checked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HostProfile("a", 1, Role.WEB, 0, 1L << 32, 1, 12))
        .withMessage("host a: expected at least one core and one GiB of memory");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HostProfile("a", 1, Role.WEB, 2, 1L << 32, 27, 12))
        .withMessage("host a: expected 1 to 26 disks, not 27");
  }
}
