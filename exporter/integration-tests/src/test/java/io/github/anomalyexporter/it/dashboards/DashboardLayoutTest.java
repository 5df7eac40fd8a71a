package io.github.anomalyexporter.it.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.dashboards.Panel.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What Grafana would show wrongly without an error. */
class DashboardLayoutTest {
  private static final int WIDTH = 24;
  private static final Pattern DASHBOARD_URL = Pattern.compile("/d/([\\w-]+)");

  static List<Dashboard> dashboards() {
    return Dashboard.all();
  }

  @Test
  void the_three_dashboards_have_the_uids_of_their_files() {
    assertThat(dashboards())
        .extracting(Dashboard::uid)
        .containsExactlyInAnyOrder("anomaly-fleet", "anomaly-instance", "anomaly-exporter");
    assertThat(dashboards()).allSatisfy(it -> assertThat(it.fileName()).isEqualTo(it + ".json"));
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void no_two_panels_overlap_and_none_is_wider_than_the_page(Dashboard dashboard) {
    List<Panel> panels = dashboard.panels();
    for (int i = 0; i < panels.size(); i++) {
      Place place = panels.get(i).place();
      assertThat(place.right()).as("%s", panels.get(i)).isBetween(place.left() + 1, WIDTH);
      for (Panel other : panels.subList(i + 1, panels.size())) {
        assertThat(place.overlaps(other.place()))
            .as("%s overlaps %s", panels.get(i), other)
            .isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void panels_have_an_id_of_their_own_and_queries_a_name_of_their_own(Dashboard dashboard) {
    assertThat(dashboard.panels()).extracting(Panel::id).doesNotHaveDuplicates().doesNotContain(0);
    for (Panel panel : dashboard.panels()) {
      assertThat(panel.queries()).extracting(PanelQuery::refId).doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void every_panel_has_a_description(Dashboard dashboard) {
    for (Panel panel : dashboard.panels()) {
      if (!panel.type().equals("row")) {
        assertThat(panel.description()).as("%s", panel).matches("(?s)[A-Z].{15,}\\.");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void links_lead_to_a_dashboard_that_there_is(Dashboard dashboard) {
    Set<String> uids = dashboards().stream().map(Dashboard::uid).collect(Collectors.toSet());
    assertThat(DASHBOARD_URL.matcher(dashboard.text()).results().map(it -> it.group(1)))
        .isNotEmpty()
        .isSubsetOf(uids);
  }

  @ParameterizedTest
  @MethodSource("dashboards")
  void every_variable_that_is_used_is_declared_and_used_if_declared(Dashboard dashboard) {
    List<String> used = new ArrayList<>();
    for (MatchResult reference :
        DashboardVariables.REFERENCE.matcher(dashboard.text()).results().toList()) {
      String name = DashboardVariables.name(reference);
      if (!name.startsWith("__")) {
        used.add(name);
      }
    }
    assertThat(Set.copyOf(used)).containsExactlyInAnyOrderElementsOf(dashboard.variableNames());
  }
}
