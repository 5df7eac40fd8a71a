package io.github.anomalyexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WorkersTest {
  @AutoClose private final Workers workers = new Workers(4, 100);
  private final List<String> done = new CopyOnWriteArrayList<>();
  private final CountDownLatch go = new CountDownLatch(1);

  private boolean hold(String client) {
    return hold(client, go);
  }

  private boolean hold(String client, CountDownLatch until) {
    return workers.run(
        client,
        () -> {
          done.add(client);
          try {
            until.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Test
  void a_client_has_at_most_half_of_the_threads() {
    for (int i = 0; i < 10; i++) {
      assertThat(hold("greedy")).isTrue();
    }
    assertThat(workers.run("other", () -> done.add("other"))).isTrue();

    await().untilAsserted(() -> assertThat(done).contains("other"));
    await().untilAsserted(() -> assertThat(done).containsOnlyOnce("other").hasSize(3));
    go.countDown();
    await().untilAsserted(() -> assertThat(done).hasSize(11));
  }

  @Test
  void clients_take_turns() {
    CountDownLatch one = new CountDownLatch(1);
    hold("x", one);
    hold("x");
    hold("y");
    hold("y");
    await().until(() -> done.size() == 4);
    done.clear();
    for (String client : List.of("a", "a", "a", "b", "c", "b")) {
      workers.run(client, () -> done.add(client));
    }
    one.countDown();

    await().untilAsserted(() -> assertThat(done).containsExactly("a", "b", "c", "a", "b", "a"));
    go.countDown();
  }

  @Test
  void what_waits_is_bounded_for_a_client_and_in_total() {
    int greedy = 0;
    while (hold("greedy")) {
      greedy++;
    }
    int others = 0;
    while (hold("other " + others)) {
      others++;
    }

    assertThat(greedy).isEqualTo(52); // two run, half of 100 wait
    assertThat(others).isEqualTo(52); // two run, the other half waits
    go.countDown();
  }

  @Test
  void a_failure_does_not_take_a_thread() {
    for (int i = 0; i < 5; i++) {
      workers.run(
          "a",
          () -> {
            throw new IllegalStateException("expected by this test");
          });
    }
    workers.run("a", () -> done.add("a"));

    await().untilAsserted(() -> assertThat(done).containsExactly("a"));
  }
}
