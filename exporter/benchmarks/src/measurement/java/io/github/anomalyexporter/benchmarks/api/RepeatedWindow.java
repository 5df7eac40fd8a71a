package io.github.anomalyexporter.benchmarks.api;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.run.PastSamples;
import io.github.anomalyexporter.server.run.SampleSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** A source that always answers at once, with the same values at any time. */
record RepeatedWindow(Frame window) implements SampleSource {
  @Override
  public List<Labels> instances(Instant end) {
    return window.instances();
  }

  @Override
  public Frame window(List<Labels> instances, Instant end) {
    TimeRange range = window.range();
    Duration shift = Duration.between(range.end(), end);
    return new Frame(
        new TimeRange(range.start().plus(shift), end, range.step()),
        window.columns(),
        window.instances(),
        IntStream.range(0, instances.size()).mapToObj(window::cells).toList());
  }

  @Override
  public Frame rows(List<Labels> instances, TimeRange range) {
    throw new IllegalStateException("no past rows are measured");
  }

  @Override
  public PastSamples past(Instant end) {
    throw new IllegalStateException("no training is measured");
  }

  @Override
  public String whyEmpty() {
    return "";
  }
}
