package io.github.anomalyexporter.server.recurrence;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.Series;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.calendar.Window;
import io.github.anomalyexporter.server.config.CalendarEntry;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.yaml.LabelName;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Searches the past scores of a detector, which Prometheus has scraped from the exporter, for
 * anomalies that recur at the same time of day and that no calendar entry covers. Changes nothing.
 * Safe for use by several threads.
 */
public final class ProposalSearch {
  /** Two of each day of the week. */
  private static final int DAYS = 14;

  private final PrometheusClient client;
  private final DetectorConfig config;
  private final List<CalendarEntry> calendar;

  /**
   * @param calendar existing entries of the detector
   */
  public ProposalSearch(
      PrometheusClient client, DetectorConfig config, List<CalendarEntry> calendar) {
    this.client = client;
    this.config = config;
    this.calendar = List.copyOf(calendar);
  }

  /**
   * Returns the proposals from the scores of the two weeks before a time.
   *
   * @throws io.github.anomalyexporter.server.http.RequestException if Prometheus does not answer
   */
  public CalendarProposals proposals(Instant now) throws InterruptedException {
    TimeRange range = range(now);
    WallClockGrid grid = new WallClockGrid(range, zone());
    SortedMap<Labels, ScoredSlots> scored = scored(range, grid);
    int slots = scored.values().stream().mapToInt(ScoredSlots::count).max().orElse(0);
    SharedWindows shared = new SharedWindows(scored.keySet(), judged(scored));
    hideCovered(range, grid, scored);
    List<CalendarProposals.PermanentAnomaly> permanent = new ArrayList<>();
    scored.forEach(
        (instance, each) -> {
          for (RecurringAnomaly anomaly : RecurringAnomalies.of(each)) {
            if (anomaly.isPermanent()) {
              permanent.add(new CalendarProposals.PermanentAnomaly(instance, anomaly));
            } else {
              shared.add(instance, anomaly);
            }
          }
        });
    return new CalendarProposals(
        config.name(),
        now,
        WallClockGrid.SLOT.multipliedBy(slots),
        shared.proposals(zone(), calendar.stream().map(CalendarEntry::name).toList()),
        permanent);
  }

  private static TimeRange range(Instant now) {
    long slot = WallClockGrid.SLOT.toMillis();
    Instant end = Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), slot) * slot);
    return TimeRange.endingAt(end, WallClockGrid.SLOT, DAYS * WallClockGrid.SLOTS_A_DAY);
  }

  /** Returns the time zone of the calendar, else UTC. */
  private ZoneId zone() {
    return calendar.stream()
        .findFirst()
        .map(entry -> entry.window().schedule().zone())
        .orElse(ZoneOffset.UTC);
  }

  private SortedMap<Labels, ScoredSlots> scored(TimeRange range, WallClockGrid grid)
      throws InterruptedException {
    SortedMap<Labels, ScoredSlots> scored = new TreeMap<>();
    client.queryRange(
        query(),
        range,
        config.source().maxInstances(),
        series -> {
          Labels instance = series.labels().keep(config.source().identityLabels());
          add(series, grid, scored.computeIfAbsent(instance, key -> new ScoredSlots(grid)));
        });
    return scored;
  }

  /**
   * Returns a query for whether an instance was anomalous at any time in the last five minutes.
   * Without {@code honor_labels} the label instance is that of the exporter; such series have
   * another label exported_instance.
   */
  private String query() {
    return "max by (%s) (max_over_time(anomaly_is_anomalous{detector=\"%s\",exported_instance=\"\"}[5m]))"
        .formatted(LabelName.promql(config.source().identityLabels()), config.name());
  }

  private static void add(Series series, WallClockGrid grid, ScoredSlots scored) {
    for (int i = 0; i < series.size(); i++) {
      int slot = grid.slotAt(series.timestamp(i));
      if (slot >= 0 && !Double.isNaN(series.value(i))) {
        scored.add(slot, series.value(i) > 0);
      }
    }
  }

  /** Returns the instances with enough scores. */
  private static List<Labels> judged(Map<Labels, ScoredSlots> scored) {
    int least = DayCounts.LEAST_DAYS * WallClockGrid.SLOTS_A_DAY;
    return scored.entrySet().stream()
        .filter(each -> each.getValue().count() >= least)
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Makes the time under calendar entries unknown: it says nothing about the time beside them. */
  private void hideCovered(TimeRange range, WallClockGrid grid, Map<Labels, ScoredSlots> scored) {
    Map<CalendarEntry, BitSet> covered = new HashMap<>();
    for (CalendarEntry entry : calendar) {
      BitSet slots = new BitSet();
      for (Window window :
          entry.window().between(range.start().minus(WallClockGrid.SLOT), range.end())) {
        slots.or(grid.slotsBetween(window.start(), window.end()));
      }
      covered.put(entry, slots);
    }
    scored.forEach(
        (instance, slots) ->
            covered.forEach(
                (entry, hidden) -> {
                  if (entry.concerns(instance)) {
                    slots.hide(hidden);
                  }
                }));
  }
}
