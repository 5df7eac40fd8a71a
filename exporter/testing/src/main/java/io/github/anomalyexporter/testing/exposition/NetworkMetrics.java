package io.github.anomalyexporter.testing.exposition;

import io.github.anomalyexporter.testing.fleet.Reading;
import io.github.anomalyexporter.testing.workload.Quantity;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The network devices {@code eth0} and {@code lo}, and TCP. */
final class NetworkMetrics {
  private static final double LOOPBACK_BYTES_PER_PACKET = 500;

  private NetworkMetrics() {}

  static List<MetricFamily> families() {
    return List.of(
        device("receive_bytes", of(Quantity.RECEIVED_BYTES), of(Quantity.LOOPBACK_BYTES)),
        device("receive_packets", of(Quantity.RECEIVED_PACKETS), NetworkMetrics::loopbackPackets),
        device("receive_errs", reading -> 0, reading -> 0),
        device("transmit_bytes", of(Quantity.TRANSMITTED_BYTES), of(Quantity.LOOPBACK_BYTES)),
        device(
            "transmit_packets", of(Quantity.TRANSMITTED_PACKETS), NetworkMetrics::loopbackPackets),
        device("transmit_errs", reading -> 0, reading -> 0),
        tcp("OutSegs", Quantity.TCP_OUT_SEGMENTS),
        tcp("RetransSegs", Quantity.TCP_RETRANSMITTED_SEGMENTS));
  }

  private static MetricFamily device(
      String statistic, ToDoubleFunction<Reading> ethernet, ToDoubleFunction<Reading> loopback) {
    return MetricFamily.counter(
            "node_network_" + statistic + "_total",
            0,
            "Network device statistic " + statistic + ".")
        .with("device=\"eth0\"", ethernet)
        .with("device=\"lo\"", loopback);
  }

  private static MetricFamily tcp(String statistic, Quantity quantity) {
    return MetricFamily.untyped(
            "node_netstat_Tcp_" + statistic, 0, "Statistic Tcp" + statistic + ".")
        .with(of(quantity));
  }

  private static ToDoubleFunction<Reading> of(Quantity quantity) {
    return reading -> reading.get(quantity);
  }

  private static double loopbackPackets(Reading reading) {
    return reading.get(Quantity.LOOPBACK_BYTES) / LOOPBACK_BYTES_PER_PACKET;
  }
}
