package io.github.anomalyexporter.it;

class EndToEndOnPrometheus2IT extends EndToEnd {
  EndToEndOnPrometheus2IT() {
    super(PrometheusVersion.TWO);
  }
}
