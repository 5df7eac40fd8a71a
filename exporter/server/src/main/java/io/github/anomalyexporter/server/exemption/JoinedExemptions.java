package io.github.anomalyexporter.server.exemption;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Union of the exemptions of several sources for the instances of one detector. */
public final class JoinedExemptions implements Exemptions {
  private final List<Exemptions> sources;

  public JoinedExemptions(List<Exemptions> sources) {
    this.sources = List.copyOf(sources);
  }

  @Override
  public void watch(Collection<Labels> instances) {
    sources.forEach(source -> source.watch(instances));
  }

  /** Returns the reasons in declaration order. */
  @Override
  public Set<ExemptionReason> suppressing(Labels instance, Instant time) {
    Set<ExemptionReason> reasons = EnumSet.noneOf(ExemptionReason.class);
    sources.forEach(source -> reasons.addAll(source.suppressing(instance, time)));
    return reasons;
  }

  /** Returns the exemptions by their start. */
  @Override
  public List<KnownExemption> known(Labels instance, Instant time) {
    return sources.stream()
        .flatMap(source -> source.known(instance, time).stream())
        .sorted(Comparator.comparing(KnownExemption::start).thenComparing(KnownExemption::name))
        .toList();
  }

  @Override
  public PastExemptions during(List<Labels> instances, TimeRange history)
      throws InterruptedException {
    List<PastExemptions> all = new ArrayList<>();
    for (Exemptions source : sources) {
      all.add(source.during(instances, history));
    }
    return instance -> all.stream().flatMap(each -> each.of(instance).stream()).toList();
  }
}
