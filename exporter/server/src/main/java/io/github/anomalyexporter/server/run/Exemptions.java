package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What people have said about the instances of one detector: this one is being worked on, that time
 * is the backup's, there was an incident. Safe for use by several threads.
 */
public interface Exemptions {
  /** Nobody has said anything. */
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
   * Works out in advance what {@link #suppressing} answers about these instances, so that a scrape
   * only looks it up. Called by runs whenever other instances are shown; about others than those of
   * the last call nothing needs to be known.
   */
  default void watch(Collection<Labels> instances) {}

  /**
   * Why no alert is wanted of an instance; empty where one is. From memory: asks nobody.
   *
   * @param time now, or close to it
   */
  Set<ExemptionReason> suppressing(Labels instance, Instant time);

  /**
   * The windows of a history that are not to be learned from, of these instances. May ask
   * Prometheus. What cannot be found out is logged and counted and left away: a training goes on
   * without it.
   */
  PastExemptions during(List<Labels> instances, TimeRange history) throws InterruptedException;
}
