package io.github.anomalyexporter.server.backtest;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.evaluation.past.Incident;
import java.util.List;

/** Source of past incidents. */
@FunctionalInterface
public interface IncidentSource {
  /** Returns the incidents of the instances; incidents outside of the range are allowed. */
  List<Incident> during(List<Labels> instances, TimeRange range) throws InterruptedException;
}
