package io.github.anomalyexporter.server.recurrence;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The proposals for a detector as JSON, of the API and of the command.
 *
 * @param checkedAt null before the first successful search
 * @param scored time with a score of the instance that has the most
 * @param proposals null while unknown: before the first search, or with too few days of scores
 * @param permanent null while unknown
 */
public record ProposalsDocument(
    String detector,
    @Nullable Instant checkedAt,
    Duration scored,
    @Nullable List<Proposal> proposals,
    @Nullable List<Permanent> permanent) {

  /**
   * A proposed calendar entry, with the keys of the configuration, and why it is proposed.
   *
   * @param instances null for all instances
   * @param yaml the entry as text
   */
  public record Proposal(
      String name,
      String schedule,
      String duration,
      String timeZone,
      @Nullable String instances,
      Map<String, String> labels,
      List<Map<String, String>> affected,
      int daysSeen,
      int daysKnown,
      String yaml) {
    static Proposal of(CalendarProposal proposal) {
      ProposedEntry entry = proposal.entry();
      return new Proposal(
          entry.name(),
          entry.window().schedule(),
          entry.duration(),
          entry.timeZone(),
          entry.instances(),
          entry.labels(),
          proposal.affected().stream().<Map<String, String>>map(Labels::asMap).toList(),
          proposal.daysSeen(),
          proposal.daysKnown(),
          entry.yaml(0));
    }
  }

  /** An anomaly that lasts too long for a calendar entry; its time zone is that of proposals. */
  public record Permanent(
      Map<String, String> labels, String duration, int daysSeen, int daysKnown) {
    static Permanent of(CalendarProposals.PermanentAnomaly found) {
      return new Permanent(
          found.instance().asMap(),
          PrometheusDuration.format(found.anomaly().window().length()),
          found.anomaly().daysSeen(),
          found.anomaly().daysKnown());
    }
  }

  /** Returns the document of a detector without a successful search. */
  public static ProposalsDocument unknown(String detector) {
    return new ProposalsDocument(detector, null, Duration.ZERO, null, null);
  }

  public static ProposalsDocument of(CalendarProposals found) {
    return new ProposalsDocument(
        found.detector(),
        found.checkedAt(),
        found.scored(),
        found.isKnown() ? found.proposals().stream().map(Proposal::of).toList() : null,
        found.isKnown() ? found.permanent().stream().map(Permanent::of).toList() : null);
  }
}
