package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A silence to create: of the alerts of this exporter for the instances with these labels.
 *
 * @param labels identity labels, at least one
 * @param detector of the alerts; null for those of all detectors
 * @param createdBy not empty
 * @param comment not empty
 */
public record NewSilence(
    Labels labels,
    @Nullable String detector,
    Instant startsAt,
    Instant endsAt,
    String createdBy,
    String comment) {
  public NewSilence {
    if (labels.equals(Labels.EMPTY)) {
      throw new IllegalArgumentException("a silence without labels matches all alerts");
    }
  }

  Silence toSilence() {
    List<LabelMatcher> matchers = new ArrayList<>();
    matchers.add(AlertLabels.OF_EXPORTER);
    if (detector != null) {
      matchers.add(equal("detector", detector));
    }
    labels.asMap().forEach((name, value) -> matchers.add(equal(name, value)));
    return new Silence("", matchers, startsAt, endsAt, createdBy, comment);
  }

  private static LabelMatcher equal(String name, String value) {
    return new LabelMatcher(name, value, false, true);
  }
}
