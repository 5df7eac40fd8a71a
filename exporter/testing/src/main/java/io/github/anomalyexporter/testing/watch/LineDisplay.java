package io.github.anomalyexporter.testing.watch;

import java.io.PrintStream;
import java.util.List;

/** Writes a line for each update, and each message once: for a log. */
final class LineDisplay implements Display {
  private final PrintStream out;
  private int messagesShown;

  LineDisplay(PrintStream out) {
    this.out = out;
  }

  @Override
  public void show(String time, List<InstanceScore> scores, List<List<String>> messages) {
    print(time, ScoreTable.line(scores), messages);
  }

  @Override
  public void explain(String time, String reason, List<List<String>> messages) {
    print(time, reason, messages);
  }

  private void print(String time, String line, List<List<String>> messages) {
    for (; messagesShown < messages.size(); messagesShown++) {
      messages.get(messagesShown).forEach(it -> out.println(TerminalText.plain(it)));
    }
    out.println(time + " " + line);
    out.flush();
  }
}
