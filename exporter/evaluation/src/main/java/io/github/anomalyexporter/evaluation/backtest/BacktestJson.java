package io.github.anomalyexporter.evaluation.backtest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.evaluation.figure.Proportion;
import io.github.anomalyexporter.evaluation.past.IncidentFinding;
import io.github.anomalyexporter.evaluation.past.PastAlert;
import io.github.anomalyexporter.evaluation.past.ScoredInstance;
import io.github.anomalyexporter.evaluation.past.ThresholdChoice;
import io.github.anomalyexporter.output.JsonDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Backtest result as a JSON object; unknown values are null. Members about incidents exist only if
 * incidents were given.
 */
public final class BacktestJson {
  private BacktestJson() {}

  /** Returns the JSON text, with indentation. */
  public static String of(BacktestResult result) {
    return JsonDocument.indented(document(result));
  }

  /** Returns the same object on one line, in UTF-8. */
  public static byte[] bytes(BacktestResult result) {
    return JsonDocument.bytes(document(result));
  }

  private static Document document(BacktestResult result) {
    TimeRange rows = result.scores().range();
    return new Document(
        result.setup().detector(),
        rows.start(),
        rows.end(),
        seconds(rows.step()),
        result.trainings(),
        result.scores().hostDays(),
        result.perHostDay(result.alerts().size()),
        result.alerts().stream().map(it -> Alert.of(it, result)).toList(),
        result.scores().instances().stream().map(it -> Instance.of(it, result)).toList(),
        IncidentResults.of(result),
        result.choices().stream().map(it -> Threshold.of(it, result)).toList(),
        Operation.of(result));
  }

  private record Document(
      String detector,
      Instant start,
      Instant end,
      double stepSeconds,
      int trainings,
      double hostDays,
      double alertsPerHostDay,
      List<Alert> alerts,
      List<Instance> instances,
      @JsonUnwrapped @Nullable IncidentResults incidentResults,
      List<Threshold> thresholds,
      Operation preflight) {}

  private record Alert(
      Map<String, String> labels,
      String alertname,
      Instant start,
      Instant end,
      double peakScore,
      List<Feature> features,
      @JsonInclude(Include.NON_NULL) @Nullable List<String> incidents) {
    static Alert of(PastAlert alert, BacktestResult result) {
      return new Alert(
          alert.instance().asMap(),
          alert.rule(),
          alert.start(),
          alert.end(),
          alert.peak(),
          alert.features().stream().map(Feature::of).toList(),
          result.incidents() == null
              ? null
              : result.covering(alert).stream().map(it -> it.name()).toList());
    }
  }

  private record Feature(
      String feature, String unit, double contribution, double actual, double expected) {
    static Feature of(FeatureContribution each) {
      return new Feature(each.feature(), each.unit(), each.share(), each.actual(), each.expected());
    }
  }

  /**
   * An instance.
   *
   * @param leftOut null if no training left it out
   */
  private record Instance(
      Map<String, String> labels,
      double scoredDays,
      long alerts,
      int episodes,
      @Nullable String leftOut) {
    static Instance of(ScoredInstance each, BacktestResult result) {
      return new Instance(
          each.instance().asMap(),
          result.scores().days(each),
          result.alerts().stream().filter(it -> it.instance().equals(each.instance())).count(),
          result.scores().episodes(each),
          each.leftOut());
    }
  }

  private record IncidentResults(
      int incidentsCounted,
      int incidentsFound,
      double recall,
      List<Double> recallInterval,
      double medianDetectionDelaySeconds,
      List<Finding> incidents) {
    /** Returns null if no incidents were given. */
    static @Nullable IncidentResults of(BacktestResult result) {
      if (result.incidents() == null) {
        return null;
      }
      List<IncidentFinding> counted = result.counted();
      int found = (int) counted.stream().filter(it -> it.alert() != null).count();
      Proportion share = Proportion.of(found, counted.size());
      return new IncidentResults(
          counted.size(),
          found,
          share.ratio(),
          List.of(share.low(), share.high()),
          IncidentFinding.medianDelaySeconds(counted),
          result.findings().stream().map(Finding::of).toList());
    }
  }

  /**
   * An incident.
   *
   * @param labels null if only the name of the instance is known
   */
  private record Finding(
      String instance,
      @JsonInclude(Include.NON_NULL) @Nullable Map<String, String> labels,
      Instant start,
      Instant end,
      String name,
      boolean counted,
      boolean found,
      double delaySeconds) {
    static Finding of(IncidentFinding finding) {
      Labels identity = finding.incident().identity();
      return new Finding(
          finding.incident().instance(),
          identity.equals(Labels.EMPTY) ? null : identity.asMap(),
          finding.incident().start(),
          finding.incident().end(),
          finding.incident().name(),
          finding.scored(),
          finding.alert() != null,
          finding.delaySeconds().orElse(Double.NaN));
    }
  }

  /**
   * The results for a multiple of all thresholds.
   *
   * @param alertsWithoutIncident null if no incidents were given
   * @param incidentsFound null if no incidents were given
   */
  private record Threshold(
      double multiple,
      int alerts,
      double alertsPerHostDay,
      double episodesPerHostDay,
      @JsonInclude(Include.NON_NULL) @Nullable Integer alertsWithoutIncident,
      @JsonInclude(Include.NON_NULL) @Nullable Integer incidentsFound) {
    static Threshold of(ThresholdChoice choice, BacktestResult result) {
      boolean incidents = result.incidents() != null;
      return new Threshold(
          choice.multiple(),
          choice.alerts(),
          result.perHostDay(choice.alerts()),
          result.perHostDay(choice.episodes()),
          incidents ? choice.alertsOutside() : null,
          incidents ? choice.found() : null);
    }
  }

  /**
   * Cost of operation.
   *
   * @param modelBytes null if no model was stored
   */
  private record Operation(
      int instances,
      double alertsPerDay,
      double scoringIntervalSeconds,
      int queriesPerScoringRun,
      Load scoringRun,
      double trainingIntervalSeconds,
      int queriesPerTraining,
      long samplesPerTraining,
      double trainingSeconds,
      Load history,
      long trainingHeapBytes,
      long recommendedHeapBytes,
      @Nullable Long modelBytes) {
    static Operation of(BacktestResult result) {
      Preflight costs = result.preflight();
      return new Operation(
          costs.instances(),
          result.perHostDay(result.alerts().size()) * costs.instances(),
          seconds(result.setup().scoringInterval()),
          costs.queriesPerRun(),
          Load.of(costs.scoringRun()),
          seconds(result.setup().trainingInterval()),
          costs.queriesPerTraining(),
          costs.samplesPerTraining(),
          seconds(costs.training()),
          Load.of(costs.history()),
          costs.trainingHeap(),
          costs.recommendedHeap(),
          costs.modelBytes().isPresent() ? costs.modelBytes().getAsLong() : null);
    }
  }

  private record Load(
      int requests, int failed, long samples, double meanSeconds, double slowestSeconds) {
    static Load of(QueryLoad load) {
      return new Load(
          load.requests(),
          load.failed(),
          load.samples(),
          seconds(load.mean()),
          seconds(load.slowest()));
    }
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
