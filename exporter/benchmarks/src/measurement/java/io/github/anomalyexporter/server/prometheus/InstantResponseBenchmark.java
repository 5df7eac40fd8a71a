package io.github.anomalyexporter.server.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.github.anomalyexporter.benchmarks.speed.BenchmarkFleet;
import io.github.anomalyexporter.benchmarks.speed.FleetBenchmark;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.http.ResponseData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The response to the instant query of one feature, from its bytes to series: the newest row of a
 * scoring run. In the package of the decoder, which is not public.
 */
public class InstantResponseBenchmark extends FleetBenchmark {
  private static final long UNLIMITED = Long.MAX_VALUE;
  private static final QueryData.Budget BUDGET = new QueryData.Budget(UNLIMITED, UNLIMITED);

  private final KnownLabels known = new KnownLabels(UNLIMITED);
  private final JsonFactory json = ResponseData.json(Integer.MAX_VALUE);
  private byte[] response;

  /** Writes the response as Prometheus does. */
  @Setup
  public void respond() {
    Frame window = new BenchmarkFleet(instances).window();
    response =
        window.instances().stream()
            .map(InstantResponseBenchmark::series)
            .collect(
                Collectors.joining(
                    ",",
                    "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[",
                    "]}}"))
            .getBytes(StandardCharsets.UTF_8);
  }

  private static String series(Labels labels) {
    return "{\"metric\":{\"instance\":\"%s\",\"job\":\"%s\"},\"value\":[1767225600,\"0.4142135623730951\"]}"
        .formatted(labels.get("instance"), labels.get("job"));
  }

  /** Decodes labels that the response before had. */
  @Benchmark
  public long decodeAgain(Blackhole column) throws IOException {
    return decode(known, column);
  }

  /** Decodes labels that no response before had. */
  @Benchmark
  public long decodeFirst(Blackhole column) throws IOException {
    return decode(new KnownLabels(UNLIMITED), column);
  }

  private long decode(KnownLabels labels, Blackhole column) throws IOException {
    QueryData data = QueryData.instant(BUDGET, labels, column::consume);
    try (JsonParser parser = json.createParser(new ByteArrayInputStream(response))) {
      Envelope.read(parser, data);
    }
    return data.samples();
  }
}
