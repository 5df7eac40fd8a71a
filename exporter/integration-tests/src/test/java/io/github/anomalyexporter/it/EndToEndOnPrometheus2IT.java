package io.github.anomalyexporter.it;

import org.junit.jupiter.api.Order;

@Order(3)
class EndToEndOnPrometheus2IT extends EndToEnd {
  EndToEndOnPrometheus2IT() {
    super(PrometheusVersion.TWO);
  }
}
