package io.github.anomalyexporter.benchmarks.sizing;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What one fleet costs. The process only scores.
 *
 * @param runSeconds mean duration of a scoring run, of it {@code querySeconds} until the answers
 *     are decoded, which includes the time of the server, and {@code detectorSeconds} in the
 *     detector
 * @param cpuSecondsPerRun CPU time of all threads of the process
 * @param residentBytes maximum resident memory after the start
 * @param heapBytes resident memory of the heap
 * @param scrapeSeconds median of one client
 * @param scrapeBytes compressed
 * @param firstScoreRestoredSeconds from the start of the process to the first score
 * @param trainingSecondsPerInstance of a history of three days, in this process
 */
record FleetCost(
    @JsonProperty("instances") int instances,
    @JsonProperty("run_seconds") double runSeconds,
    @JsonProperty("query_seconds") double querySeconds,
    @JsonProperty("detector_seconds") double detectorSeconds,
    @JsonProperty("cpu_seconds_per_run") double cpuSecondsPerRun,
    @JsonProperty("resident_bytes") long residentBytes,
    @JsonProperty("heap_bytes") long heapBytes,
    @JsonProperty("scrape_seconds") double scrapeSeconds,
    @JsonProperty("scrape_bytes") long scrapeBytes,
    @JsonProperty("first_score_restored_seconds") double firstScoreRestoredSeconds,
    @JsonProperty("training_seconds_per_instance") double trainingSecondsPerInstance) {

  static String head() {
    return """
        | instances | run | queries | detector | CPU of a run | resident | heap | scrape | compressed | first score | training of an instance |
        |---|---|---|---|---|---|---|---|---|---|---|
        """;
  }

  String row() {
    return FleetCosts.line(
        "| %d | %.3f s | %.3f s | %.3f s | %.3f s | %d MB | %d MB | %.0f ms | %d kB | %.1f s | %.2f s |",
        instances,
        runSeconds,
        querySeconds,
        detectorSeconds,
        cpuSecondsPerRun,
        residentBytes / 1_000_000,
        heapBytes / 1_000_000,
        1000 * scrapeSeconds,
        scrapeBytes / 1000,
        firstScoreRestoredSeconds,
        trainingSecondsPerInstance);
  }
}
