package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.web.page.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Responses that clients have not read completely yet. Their total size is bounded: if a new
 * response exceeds it, the oldest responses, those of the slowest clients, are aborted. A page
 * shared by several clients counts once. Thread-safe.
 */
final class OpenAnswers {
  private final Duration longest;
  private final long mostBytes;
  private final Map<Answer, Page> answers = new LinkedHashMap<>();
  private final Map<Page, Integer> holders = new HashMap<>();
  private long bytes;

  /**
   * @param longest time limit for reading a response
   */
  OpenAnswers(Duration longest, long mostBytes) {
    this.longest = longest;
    this.mostBytes = mostBytes;
  }

  Duration longest() {
    return longest;
  }

  /** Adds a response that is about to be sent. */
  void add(Answer answer, Page page) {
    List<Answer> slowest = new ArrayList<>();
    synchronized (this) {
      hold(page);
      Iterator<Answer> oldest = List.copyOf(answers.keySet()).iterator();
      while (bytes > mostBytes && oldest.hasNext()) {
        Answer next = oldest.next();
        release(next);
        slowest.add(next);
      }
      answers.put(answer, page);
    }
    slowest.forEach(it -> it.cutOff("responses that clients have not read take too much memory"));
  }

  synchronized void remove(Answer answer) {
    release(answer);
  }

  private void hold(Page page) {
    if (holders.merge(page, 1, Integer::sum) == 1) {
      bytes += page.size();
    }
  }

  private void release(Answer answer) {
    Page page = answers.remove(answer);
    if (page != null && holders.merge(page, -1, Integer::sum) == 0) {
      holders.remove(page);
      bytes -= page.size();
    }
  }
}
