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
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The response to the range query of one feature, from its bytes to series, without the HTTP
 * client. In the package of the decoder, which is not public.
 */
public class RangeResponseBenchmark extends FleetBenchmark {
  private static final int COLUMN = 0;
  private static final long UNLIMITED = Long.MAX_VALUE;

  private static final QueryData.Budget BUDGET = new QueryData.Budget(UNLIMITED, UNLIMITED);

  private final KnownLabels known = new KnownLabels(UNLIMITED);
  private final JsonFactory json = ResponseData.json(Integer.MAX_VALUE);
  private Frame window;
  private byte[] response;

  /** Writes the response as Prometheus does. */
  @Setup
  public void respond() {
    window = new BenchmarkFleet(instances).window();
    response =
        IntStream.range(0, instances)
            .mapToObj(this::series)
            .collect(
                Collectors.joining(
                    ",",
                    "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[",
                    "]}}"))
            .getBytes(StandardCharsets.UTF_8);
  }

  private String series(int instance) {
    Labels labels = window.instances().get(instance);
    float[] cells = window.cells(instance);
    int width = window.columns().size();
    return "{\"metric\":{\"instance\":\"%s\",\"job\":\"%s\"},\"values\":[%s]}"
        .formatted(
            labels.get("instance"),
            labels.get("job"),
            IntStream.range(0, window.rows())
                .mapToObj(
                    row ->
                        "[%s,\"%s\"]"
                            .formatted(
                                window.range().at(row).getEpochSecond(),
                                // With the digits of a double, as Prometheus computes it.
                                Double.toString(Math.sqrt(cells[row * width + COLUMN]))))
                .collect(Collectors.joining(",")));
  }

  /** Returns the number of samples. */
  @Benchmark
  public long decode(Blackhole column) throws IOException {
    QueryData data = QueryData.range(window.range(), BUDGET, known, column::consume);
    try (JsonParser parser = json.createParser(new ByteArrayInputStream(response))) {
      Envelope.read(parser, data);
    }
    return data.samples();
  }
}
