package io.github.anomalyexporter.server.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PagesTest {
  private final Pages pages = new Pages();
  private final AtomicInteger renderings = new AtomicInteger();
  private final CountDownLatch go = new CountDownLatch(1);
  private final List<Page> received = new CopyOnWriteArrayList<>();

  private Page render() {
    int number = renderings.incrementAndGet();
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return new Page(200, Map.of(), new byte[] {(byte) number});
  }

  private Thread ask(Object key) {
    Thread thread = new Thread(() -> pages.request(key, this::render, received::add));
    thread.start();
    return thread;
  }

  /** Two are being rendered; what comes then needs a later one, and all of it the same. */
  @Test
  void requests_that_wait_for_a_rendering_share_it() throws InterruptedException {
    Thread first = ask("a");
    await().until(() -> renderings.get() == 1);
    Thread second = ask("a");
    await().until(() -> renderings.get() == 2);
    Thread third = ask("a");
    await().until(() -> third.getState() == Thread.State.WAITING);
    for (int i = 0; i < 100; i++) {
      pages.request("a", this::render, received::add); // this thread does not wait
    }
    assertThat(received).isEmpty();

    go.countDown();
    for (Thread thread : List.of(first, second, third)) {
      thread.join();
    }

    assertThat(renderings).hasValue(3);
    assertThat(received).hasSize(103);
    assertThat(received.stream().filter(page -> page.content().get(0) == 3)).hasSize(101);
    assertThat(received.stream().distinct()).hasSize(3);
  }

  @Test
  void different_pages_are_rendered_each() throws InterruptedException {
    go.countDown();
    ask("a").join();
    ask("b").join();
    ask("a").join();

    assertThat(renderings).hasValue(3);
  }

  @Test
  void a_rendering_that_fails_is_answered_and_the_next_one_is_begun() {
    pages.request(
        "a",
        () -> {
          throw new IllegalStateException("broken");
        },
        received::add);
    go.countDown();
    pages.request("a", this::render, received::add);

    assertThat(received).extracting(Page::status).containsExactly(500, 200);
  }
}
