package io.github.anomalyexporter.server.exemption;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Exemptions of the instances of one detector from alerts (silences, calendar) and from training
 * (silences, calendar, incidents). Safe for use by several threads.
 */
public interface Exemptions {
  /** No exemptions. */
  Exemptions NONE =
      new Exemptions() {
        @Override
        public Set<ExemptionReason> suppressing(Labels instance, Instant time) {
          return Set.of();
        }

        @Override
        public PastExemptions during(List<Labels> instances, TimeRange history) {
          return PastExemptions.NONE;
        }
      };

  /**
   * Prepares the results of {@link #suppressing} for these instances, so that a scrape only reads
   * them. Called by runs when the set of exported instances changes; results for instances outside
   * the last call are not required.
   */
  default void watch(Collection<Labels> instances) {}

  /**
   * Returns the reasons that suppress alerts for an instance; empty if alerts are allowed. Reads
   * memory only, sends no request.
   *
   * @param time the current time, approximately
   */
  Set<ExemptionReason> suppressing(Labels instance, Instant time);

  /**
   * Returns the silences and windows of the calendar that suppress alerts for an instance at a
   * time, and those that will; of a calendar entry only the next window. Reads memory only, in no
   * particular order.
   */
  default List<KnownExemption> known(Labels instance, Instant time) {
    return List.of();
  }

  /**
   * Returns the time ranges of a history that are excluded from training, for these instances. May
   * query Prometheus. Unavailable sources are logged, counted and ignored: the training continues
   * without them.
   */
  PastExemptions during(List<Labels> instances, TimeRange history) throws InterruptedException;
}
