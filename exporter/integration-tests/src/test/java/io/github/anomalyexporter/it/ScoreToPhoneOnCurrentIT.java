package io.github.anomalyexporter.it;

class ScoreToPhoneOnCurrentIT extends ScoreToPhone {
  ScoreToPhoneOnCurrentIT() {
    super(PrometheusVersion.THREE, AlertmanagerVersion.CURRENT);
  }
}
