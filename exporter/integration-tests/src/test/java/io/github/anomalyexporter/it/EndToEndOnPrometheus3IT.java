package io.github.anomalyexporter.it;

import org.junit.jupiter.api.Order;

@Order(3)
class EndToEndOnPrometheus3IT extends EndToEnd {
  EndToEndOnPrometheus3IT() {
    super(PrometheusVersion.THREE);
  }
}
