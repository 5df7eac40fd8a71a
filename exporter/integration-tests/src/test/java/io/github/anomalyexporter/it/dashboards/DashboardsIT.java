package io.github.anomalyexporter.it.dashboards;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.AlertmanagerVersion;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.RealAlertmanager;
import io.github.anomalyexporter.it.support.Sample;
import io.github.anomalyexporter.it.support.ShippedRules;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The dashboards over a real Prometheus that has scraped hosts and exporter and has the rules
 * loaded, ten times as fast as shipped, while an incident is on: every panel has something to show.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(2)
class DashboardsIT {

  /** The host in trouble, and so the one that is looked at. */
  private static final String HOST = "web-1";

  /** The host whose alerts the calendar suppresses. */
  private static final String SUPPRESSED = "batch-1";

  private static final Set<String> CHOSEN = Set.of(HOST + ":9100", "node");

  /** What may be without data, and why. */
  private static final Map<String, String> EMPTY =
      Map.of("annotation Firing health alerts", "the exporter is well");

  /** A look is a query for each panel. */
  private static final Duration LOOKS = Duration.ofSeconds(2);

  private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");

  @AutoClose private RealAlertmanager alertmanager;
  @AutoClose private Site site;
  @AutoClose private ExporterProcess exporter;

  static List<Dashboard> dashboards() {
    return Dashboard.all();
  }

  @BeforeAll
  void start() throws IOException {
    Path workspace = Tools.workspace(DashboardsIT.class);
    alertmanager =
        RealAlertmanager.start(AlertmanagerVersion.CURRENT, workspace.resolve("alertmanager"));
    site = Site.in(workspace, PrometheusVersion.THREE).start();
    Path rules = workspace.resolve("rules").toAbsolutePath();
    ShippedRules.writeFasterBy(10, rules);
    site.prometheus()
        .reload("rule_files: ['%s/*.yml']\n".formatted(rules) + site.scrapeConfig(it -> it));
    String calendar =
        "[{name: always, schedule: '0 * * * *', duration: 59m, instances: '%s:9100'},"
            + " {name: between, schedule: '30 * * * *', duration: 59m, instances: '%s:9100'}]";
    exporter =
        site.startExporter(
            site.exporterConfig()
                .withAlertmanager(alertmanager.url())
                .with("history", "6h")
                .with("model", "{epochs: 5}")
                .with("calendar", calendar.formatted(SUPPRESSED, SUPPRESSED)));
    exporter.awaitScores(History.HOSTS);
    site.fleet().begin(IncidentKind.CPU_HOG, HOST, null);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void no_panel_is_without_data(Dashboard dashboard) {
    DashboardData data = new DashboardData(site.prometheus());
    List<PanelQuery> empty = new ArrayList<>(dashboard.queries());
    empty.removeIf(query -> EMPTY.containsKey(query.where()));
    await("every panel of " + dashboard.uid() + " has data")
        .every(LOOKS)
        .untilAsserted(
            () -> {
              assertThat(data.choose(dashboard, CHOSEN)).as("variables without values").isEmpty();
              for (PanelQuery query : List.copyOf(empty)) {
                if (!data.series(query).isEmpty()) {
                  empty.remove(query);
                }
              }
              assertThat(empty).isEmpty();
            });
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void tables_links_and_legends_name_columns_and_labels_that_there_are(Dashboard dashboard) {
    awaitPanels(
        dashboard,
        (panel, data) -> {
          if (!EMPTY.containsKey(panel.title())) {
            checkNames(panel, data);
          }
        });
  }

  private static void checkNames(Panel panel, DashboardData data) throws IOException {
    Set<String> columns = new TreeSet<>(Set.of("Time"));
    for (PanelQuery query : panel.queries()) {
      List<Sample> series = data.series(query);
      Set<String> labels = labels(series);
      assertThat(labels)
          .as("%s of %s", labels, query)
          .containsAll(panel.labelsInLinks())
          .containsAll(namesIn(query.legend()));
      columns.addAll(labels);
      columns.add(panel.queries().size() > 1 ? "Value #" + query.refId() : "Value");
      if (!series.get(0).name().isEmpty()) {
        columns.add("__name__");
      }
    }
    if (panel.type().equals("table")) {
      assertThat(columns)
          .as("%s", panel)
          .containsAll(panel.columnsUsed())
          .containsAll(panel.columnsInLinks());
      assertThat(columns.stream().map(it -> panel.renamed().getOrDefault(it, it)))
          .as("%s", panel)
          .containsAll(panel.shownColumnsUsed());
    }
  }

  private static Set<String> labels(List<Sample> series) {
    return series.stream().flatMap(it -> it.labels().keySet().stream()).collect(Collectors.toSet());
  }

  private static Set<String> namesIn(String legend) {
    return LEGEND_LABEL
        .matcher(legend)
        .results()
        .map((MatchResult it) -> it.group(1))
        .collect(Collectors.toSet());
  }

  /** Grafana merges rows that have the same values in the columns that all of them have. */
  @ParameterizedTest
  @MethodSource("dashboards")
  void the_queries_of_a_table_give_rows_that_merge(Dashboard dashboard) {
    awaitPanels(
        dashboard,
        (panel, data) -> {
          if (panel.type().equals("table") && panel.queries().size() > 1) {
            checkRows(panel, data);
          }
        });
  }

  private interface PanelCheck {
    void check(Panel panel, DashboardData data) throws IOException;
  }

  private void awaitPanels(Dashboard dashboard, PanelCheck check) {
    DashboardData data = new DashboardData(site.prometheus());
    await("the panels of " + dashboard.uid() + " are as expected")
        .every(LOOKS)
        .untilAsserted(
            () -> {
              assertThat(data.choose(dashboard, CHOSEN)).isEmpty();
              for (Panel panel : dashboard.panels()) {
                check.check(panel, data);
              }
            });
  }

  private static void checkRows(Panel panel, DashboardData data) throws IOException {
    List<List<Sample>> results = new ArrayList<>();
    for (PanelQuery query : panel.queries()) {
      results.add(data.series(query));
    }
    Set<String> common = labels(results.get(0));
    results.forEach(it -> common.retainAll(labels(it)));
    for (List<Sample> result : results) {
      assertThat(result).as("%s", panel).extracting(Sample::name).containsOnly("");
      assertThat(rows(result, common))
          .as("%s", panel)
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(rows(results.get(0), common));
    }
  }

  private static List<List<String>> rows(List<Sample> series, Set<String> columns) {
    return series.stream().map(it -> columns.stream().map(it::label).toList()).toList();
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void every_metric_is_documented_or_recorded_or_of_a_program_that_is_there(Dashboard dashboard)
      throws IOException {
    KnownMetrics known = new KnownMetrics();
    DashboardData data = new DashboardData(site.prometheus());
    data.choose(dashboard, CHOSEN);
    for (PanelQuery query : dashboard.queries()) {
      assertThat(data.metrics(query)).as("%s", query).isNotEmpty().allMatch(known::contains);
    }
  }
}
