package io.github.anomalyexporter.testing.watch;

import java.util.List;

/** Shows scores and messages. */
interface Display {
  /**
   * Shows the scores of all instances.
   *
   * @param time of day
   * @param messages all messages, oldest first, each as its lines
   */
  void show(String time, List<InstanceScore> scores, List<List<String>> messages);

  /** Shows the reason why there are no scores. */
  void explain(String time, String reason, List<List<String>> messages);
}
