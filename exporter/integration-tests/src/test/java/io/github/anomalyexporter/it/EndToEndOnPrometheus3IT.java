package io.github.anomalyexporter.it;

class EndToEndOnPrometheus3IT extends EndToEnd {
  EndToEndOnPrometheus3IT() {
    super(PrometheusVersion.THREE);
  }
}
