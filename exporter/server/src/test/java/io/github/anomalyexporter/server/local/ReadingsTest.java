package io.github.anomalyexporter.server.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReadingsTest {
  private final Readings readings = new Readings(Duration.ofMinutes(1));

  /** A reading of the bytes that two disks have read; NaN for a disk that is not there. */
  private void read(long second, double first, double other) {
    readings.add(
        TimeUnit.SECONDS.toNanos(second),
        new MachineValues.Builder()
            .add(Counter.DISK_READ, "sda", first)
            .add(Counter.DISK_READ, "sdb", other)
            .build());
  }

  @Test
  void a_rate_needs_two_readings() {
    assertThat(readings.rate(Counter.DISK_READ)).isNaN();
    read(0, 100, 1000);
    assertThat(readings.rate(Counter.DISK_READ)).isNaN();
    assertThat(readings.greatestRate(Counter.DISK_READ)).isNaN();

    read(10, 150, 1200);

    assertThat(readings.rate(Counter.DISK_READ)).isEqualTo(25);
    assertThat(readings.greatestRate(Counter.DISK_READ)).isEqualTo(20);
    assertThat(readings.rate(Counter.DISK_WRITTEN)).isNaN();
  }

  @Test
  void a_rate_is_the_mean_over_the_window_in_whatever_interval_it_is_read() {
    for (int second = 0; second <= 300; second += 5) {
      read(second, second * second, 0);
    }
    assertThat(readings.rate(Counter.DISK_READ)).isEqualTo((300. * 300 - 235 * 235) / 65);

    read(1000, 1e6, 0);

    assertThat(readings.rate(Counter.DISK_READ))
        .as("since the previous reading, which is older than the window")
        .isEqualTo((1e6 - 300 * 300) / 700);
  }

  @Test
  void a_counter_that_decreases_has_no_rate_until_the_next_reading() {
    read(0, 100, 1000);
    read(10, 200, 1100);
    read(20, 50, 1200);
    assertThat(readings.rate(Counter.DISK_READ)).isNaN();
    assertThat(readings.greatestRate(Counter.DISK_READ)).isNaN();

    read(30, 90, 1300);

    assertThat(readings.rates(Counter.DISK_READ))
        .containsExactly(entry("sda", 4.), entry("sdb", 10.));
  }

  @Test
  void a_new_disk_counts_from_its_second_reading_on_and_a_removed_one_no_more() {
    read(0, 100, Double.NaN);
    read(10, 200, 7000);
    assertThat(readings.rate(Counter.DISK_READ)).isEqualTo(10);

    read(20, 300, 7500);
    assertThat(readings.rate(Counter.DISK_READ)).isEqualTo(60);

    read(30, Double.NaN, 8000);
    assertThat(readings.rate(Counter.DISK_READ)).isEqualTo(50);
  }

  @Test
  void idle_time_that_linux_corrects_is_not_a_restart() {
    readIdle(0, 1000);
    readIdle(10, 1008);
    readIdle(20, 1007.5);
    assertThat(readings.rate(Counter.CPU_TIME)).isEqualTo(0.4);
    readIdle(30, 1012);
    assertThat(readings.rate(Counter.CPU_TIME)).isEqualTo(0.4);

    readIdle(40, 5);

    assertThat(readings.rate(Counter.CPU_TIME)).isNaN();
  }

  private void readIdle(long second, double idle) {
    readings.add(
        TimeUnit.SECONDS.toNanos(second),
        new MachineValues.Builder().add(Counter.CPU_TIME, CpuMode.IDLE.name(), idle).build());
  }

  @Test
  void readings_at_the_same_time_have_no_rate() {
    read(10, 100, 1000);
    read(10, 200, 1000);

    assertThat(readings.rate(Counter.DISK_READ)).isNaN();
  }

  @Test
  void gauges_are_the_last_or_the_mean_of_the_readings_that_have_one() {
    for (int second = 0; second < 600; second += 15) {
      double load = second < 570 ? 8 : second == 570 ? Double.NaN : 2;
      readings.add(
          TimeUnit.SECONDS.toNanos(second),
          new MachineValues.Builder().set(Gauge.LOAD, load).build());
    }

    assertThat(readings.last(Gauge.LOAD)).isEqualTo(2);
    assertThat(readings.mean(Gauge.LOAD)).isEqualTo((8 + 8 + 8 + 2) / 4.);
    assertThat(readings.mean(Gauge.PROCESSES_BLOCKED)).isNaN();
  }

  @Test
  void readings_in_a_tight_loop_take_bounded_memory() {
    for (int second = 0; second < 1000; second++) {
      readings.add(second, new MachineValues.Builder().set(Gauge.LOAD, second).build());
    }

    assertThat(readings.mean(Gauge.LOAD)).isEqualTo(999 - (Readings.MOST - 1) / 2.);
  }
}
