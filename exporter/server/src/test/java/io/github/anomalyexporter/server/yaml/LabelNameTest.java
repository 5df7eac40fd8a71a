package io.github.anomalyexporter.server.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelNameTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "instance, instance",
        "my.label, \"my.label\"",
        "1st, \"1st\"",
        "größe, \"größe\"",
        "a\"b\\c, \"a\\\"b\\\\c\"",
      })
  void promql_takes_it_in_quotes_where_it_has_to_be(String name, String promql) {
    assertThat(LabelName.isValid(name)).isTrue();
    assertThat(LabelName.promql(name)).isEqualTo(promql);
  }

  @Test
  void several_have_commas_between_them() {
    assertThat(LabelName.promql(List.of("instance", "my.label")))
        .isEqualTo("instance, \"my.label\"");
  }

  @Test
  void nothing_and_what_utf_8_cannot_write_is_none() {
    assertThat(LabelName.isValid("")).isFalse();
    assertThat(LabelName.isValid("\ud800")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"my.label, my_label", "1st, _st", "instance, instance"})
  void older_scrapers_see_underscores(String name, String shown) {
    assertThat(LabelName.underscored(name)).isEqualTo(shown);
  }
}
