package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.exemption.Exemption;
import io.github.anomalyexporter.server.exemption.ExemptionReason;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.exemption.PastExemptions;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Exactly these exemptions; alerts suppress no instance. */
public record StatedExemptions(List<Exemption> exemptions) implements Exemptions {
  public static StatedExemptions of(Exemption... exemptions) {
    return new StatedExemptions(List.of(exemptions));
  }

  @Override
  public Set<ExemptionReason> suppressing(Labels instance, Instant time) {
    Set<ExemptionReason> reasons = EnumSet.noneOf(ExemptionReason.class);
    for (Exemption each : exemptions) {
      if (each.instance().equals(instance)
          && each.reason() != ExemptionReason.ALERT
          && !time.isBefore(each.start())
          && time.isBefore(each.end())) {
        reasons.add(each.reason());
      }
    }
    return reasons;
  }

  @Override
  public PastExemptions during(List<Labels> instances, TimeRange history) {
    return instance ->
        exemptions.stream()
            .filter(each -> each.instance().equals(instance))
            .filter(
                each -> each.end().isAfter(history.start()) && !each.start().isAfter(history.end()))
            .toList();
  }
}
