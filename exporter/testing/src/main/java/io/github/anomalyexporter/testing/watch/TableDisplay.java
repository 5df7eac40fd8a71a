package io.github.anomalyexporter.testing.watch;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Redraws a table and the latest messages in place: for a terminal. */
final class TableDisplay implements Display {
  private final PrintStream out;
  private final Supplier<TerminalSize> terminal;
  private int linesShown;

  /**
   * @param terminal its size, read at each update
   */
  TableDisplay(PrintStream out, Supplier<TerminalSize> terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  @Override
  public void show(String time, List<InstanceScore> scores, List<List<String>> messages) {
    redraw(time, ScoreTable.lines(scores), messages);
  }

  @Override
  public void explain(String time, String reason, List<List<String>> messages) {
    redraw(time, List.of(reason), messages);
  }

  private void redraw(String time, List<String> table, List<List<String>> messages) {
    List<String> withTime = new ArrayList<>();
    withTime.add(time);
    withTime.addAll(table);
    List<String> lines = Screen.lines(withTime, messages, terminal.get());
    if (linesShown > 0) {
      out.print("\u001b[" + linesShown + "A\u001b[J");
    }
    lines.forEach(out::println);
    out.flush();
    linesShown = lines.size();
  }
}
