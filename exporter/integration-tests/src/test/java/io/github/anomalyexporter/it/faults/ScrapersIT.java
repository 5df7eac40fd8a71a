package io.github.anomalyexporter.it.faults;

import static io.github.anomalyexporter.it.support.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.Samples;
import io.github.anomalyexporter.it.support.SharedSite;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Far more scrapers than usual, all at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScrapersIT {
  private static final String HOST = "web-1:9100";

  @AutoClose private ExporterProcess exporter;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();

  @BeforeAll
  void start() throws IOException {
    exporter = SharedSite.startScoringExporter(Tools.workspace(ScrapersIT.class), it -> it);
  }

  @Test
  void a_hundred_scrapers_get_all_they_ask_for() {
    for (int round = 0; round < 5; round++) {
      assertThat(scrape(100)).hasSize(100).containsOnly(true);
    }
  }

  /** More than there may be connections: those beyond wait. */
  @Test
  void a_thousand_scrapers_get_all_they_ask_for() throws IOException {
    assertThat(scrape(1_000)).hasSize(1_000).containsOnly(true);

    exporter.awaitNextScoring();
    assertThat(exporter.get("/-/healthy").status()).isEqualTo(200);
    assertThat(scrape(100)).containsOnly(true);
    assertThat(exporter.log()).noneMatch(line -> line.contains("level=ERROR"));
  }

  /** Whether each of so many requests, sent at once on connections of their own, was answered. */
  private List<Boolean> scrape(int scrapers) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + exporter.port() + "/metrics"))
            .timeout(PATIENCE)
            .build();
    List<CompletableFuture<Boolean>> answers =
        IntStream.range(0, scrapers)
            .mapToObj(
                i ->
                    client
                        .sendAsync(request, BodyHandlers.ofString())
                        .thenApply(ScrapersIT::isWhole)
                        .exceptionally(failure -> false))
            .toList();
    return answers.stream().map(CompletableFuture::join).toList();
  }

  private static boolean isWhole(HttpResponse<String> answer) {
    return answer.statusCode() == 200
        && Samples.parse(answer.body()).find("anomaly_score", Map.of("instance", HOST)).isPresent();
  }
}
