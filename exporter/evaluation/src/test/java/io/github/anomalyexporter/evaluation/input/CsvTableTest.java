package io.github.anomalyexporter.evaluation.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTableTest {
  private static final float NONE = Float.NaN;

  @TempDir private Path directory;

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("test.csv"), text);
  }

  @Test
  void cells_are_numbers_or_missing_and_the_last_column_may_be_the_label() throws IOException {
    CsvTable table = CsvTable.read(file("cpu, disk,label\n1,2.5e3,0\r\n,-.5,1\nNaN,\"7\",1\n"));

    assertThat(table.features()).containsExactly("cpu", "disk");
    assertThat(table.rows()).isEqualTo(3);
    assertThat(table.cells()).containsExactly(1, 2500, NONE, -0.5f, NONE, 7);
    BitSet labelled = new BitSet();
    labelled.set(1, 3);
    assertThat(table.labelled()).isEqualTo(labelled);
  }

  @Test
  void without_a_label_all_columns_are_features() throws IOException {
    CsvTable table = CsvTable.read(file("a,b\n1,2"));

    assertThat(table.features()).containsExactly("a", "b");
    assertThat(table.labelled()).isNull();
  }

  @Test
  void a_packed_file_is_unpacked_and_however_long() throws IOException {
    StringBuilder text = new StringBuilder("a,b,c\n");
    for (int row = 0; row < 50_000; row++) {
      text.append(row).append(",2,3\n");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(bytes)) {
      packed.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
    Path file = Files.write(directory.resolve("long.csv.gz"), bytes.toByteArray());

    CsvTable table = CsvTable.read(file);

    assertThat(table.rows()).isEqualTo(50_000);
    assertThat(table.cells()).hasSize(150_000);
    assertThat(table.cells()[3 * 49_999]).isEqualTo(49_999);

    Path cut = Files.write(file, Arrays.copyOf(bytes.toByteArray(), 5_000));
    assertThatThrownBy(() -> CsvTable.read(cut))
        .hasMessageStartingWith(cut + ": expected a gzip file, found a damaged gzip file (");
    Path plain = Files.writeString(file, "a,b\n1,2\n");
    assertThatThrownBy(() -> CsvTable.read(plain))
        .hasMessage(
            plain + ": expected a gzip file, found a damaged gzip file (Not in GZIP format)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' |: expected a header and rows of numbers, found nothing",
        "a,b |: expected rows of numbers, found the header only",
        "a,,c;1,2,3 |, line 1: column 2: expected a name in the header, found none",
        "a,b,a;1,2,3 |, line 1: column 3: expected each name once, found a again",
        "a,label,b;1,0,3 |, line 1: column 2: expected label to be the last column,"
            + " found it before other columns",
        "label;0 |, line 1: expected columns of features, found label only",
        "a,b;1,2;3 |, line 3: expected 2 values as in the header, found 1;"
            + " leave a missing value empty",
        "a,b;1,2,3 |, line 2: expected 2 values as in the header, found 3;"
            + " leave a missing value empty",
        "a,b;1,2;;3,4 |, line 3: expected 2 values as in the header, found 1;"
            + " leave a missing value empty",
        "a,b;1,2;3,yes |, line 3: column 2: expected a number, or nothing where b is missing,"
            + " found yes",
        "a,b;1,Infinity |, line 2: column 2: expected a number, or nothing where b is missing,"
            + " found Infinity",
        "a,b;1,1e99 |, line 2: column 2: expected a number, or nothing where b is missing,"
            + " found 1e99",
        "a,b;1f,1 |, line 2: column 1: expected a number, or nothing where a is missing, found 1f",
        "a,b;1-2,1 |, line 2: column 1: expected a number, or nothing where a is missing,"
            + " found 1-2",
        "a,label;1,2 |, line 2: column 2: expected label 0 or 1, found 2",
        "a,label;1, |, line 2: column 2: expected label 0 or 1, found nothing",
        "a,b;1,\"2 |, line 2: Missing closing quote for value",
      })
  void a_problem_names_file_line_and_column(String text, String problem) throws IOException {
    Path file = file(text.replace(';', '\n'));

    assertThatThrownBy(() -> CsvTable.read(file))
        .isInstanceOf(InputException.class)
        .hasMessage(file + problem);
  }

  @Test
  void an_absent_file_is_a_problem() {
    Path none = directory.resolve("none.csv");

    assertThatThrownBy(() -> CsvTable.read(none))
        .hasMessage(none + ": expected a file that can be read, found none");
    assertThatThrownBy(() -> CsvTable.read(directory))
        .hasMessage(directory + ": expected a file that can be read, found a directory");
  }

  @Test
  void a_table_that_does_not_fit_into_the_heap_is_refused() throws IOException {
    Path file = file("a,b\n" + "1,2\n".repeat(100));

    assertThat(CsvTable.read(file, 32 * 200).rows()).isEqualTo(100);
    assertThatThrownBy(() -> CsvTable.read(file, 32 * 199))
        .isInstanceOf(InputException.class)
        .hasMessage(
            file
                + ": expected at most 199 values, which fit into the heap, found more;"
                + " increase the heap (-Xmx)");
  }

  @Test
  void columns_and_cells_have_a_bound() throws IOException {
    Path wide = file("a,".repeat(10_001) + "b\n");
    assertThatThrownBy(() -> CsvTable.read(wide)).hasMessageContaining("at most 10000 columns");
    Path deep = file("a\n" + "1".repeat(20_000));
    assertThatThrownBy(() -> CsvTable.read(deep))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("exceeds the maximum");
  }
}
