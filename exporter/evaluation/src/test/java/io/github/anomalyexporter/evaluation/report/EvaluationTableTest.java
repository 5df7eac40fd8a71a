package io.github.anomalyexporter.evaluation.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.evaluation.Golden;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTableTest {
  @Test
  void whole_tables() throws IOException {
    Golden.assertIs("evaluate-several.txt", EvaluationTable.of(Evaluations.several()));
    Golden.assertIs(
        "evaluate-unlabelled.txt", EvaluationTable.of(List.of(Evaluations.unlabelled("web-1"))));
  }

  @Test
  void there_is_a_line_for_each_evaluation_and_one_of_means() {
    String table =
        EvaluationTable.of(
            List.of(
                Evaluations.of("web-1", "default", 1, 105, 900),
                Evaluations.of("db-1", "default", 1)));

    List<String> lines = table.lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(1))
        .matches(
            "web-1 +default +1( +0\\.\\d{3}){4} +2 +1 +0\\.50 \\(0\\.09-0\\.91\\) .*1\\.00 +300 s +1\\.5 s +0\\.3 s");
    assertThat(lines.get(2)).matches("db-1 .* 0\\.00 +- .*");
    assertThat(lines.get(3)).startsWith("mean ");
    assertThat(lines.get(4))
        .isEqualTo(
            "default: 1 explained events, share with a true feature among the top 3 1.00,"
                + " HitRate@100% 1.00, HitRate@150% 1.00");
  }

  @Test
  void rows_without_score_or_label_are_reported() {
    assertThat(EvaluationTable.of(List.of(Evaluations.unlabelled("web-1"))).lines().skip(2))
        .containsExactly(
            "default: 1440 rows without a score, ranked lowest and without alarm",
            "default: no figures because the test file has no last column" + " named label");
  }
}
