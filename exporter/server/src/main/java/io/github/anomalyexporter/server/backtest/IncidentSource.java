package io.github.anomalyexporter.server.backtest;

import io.github.anomalyexporter.core.evaluation.Incident;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.List;

/** Who knows what was wrong in the past. */
@FunctionalInterface
public interface IncidentSource {
  /** The incidents of some instances; those outside of the range do no harm. */
  List<Incident> during(List<Labels> instances, TimeRange range) throws InterruptedException;
}
