package io.github.anomalyexporter.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReloadsTest {
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore allowed = new Semaphore(0);
  private final AtomicInteger count = new AtomicInteger();
  private final List<String> threads = new ArrayList<>();

  @AutoClose private final Reloads reloads = new Reloads(this::reload);

  private List<String> reload() {
    int number = count.incrementAndGet();
    threads.add(Thread.currentThread().getName());
    begun.release();
    try {
      allowed.acquire();
    } catch (InterruptedException e) {
      return List.of("interrupted");
    }
    return List.of("reload " + number);
  }

  private CompletableFuture<List<String>> request() {
    return reloads.request().toCompletableFuture();
  }

  @Test
  void all_that_come_during_a_reload_share_the_one_after_it() throws Exception {
    CompletableFuture<List<String>> first = request();
    begun.acquire();
    List<CompletableFuture<List<String>>> later = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      later.add(request());
    }
    allowed.release();
    assertThat(first.get()).containsExactly("reload 1");
    begun.acquire();
    CompletableFuture<List<String>> last = request();
    allowed.release(2);

    for (CompletableFuture<List<String>> each : later) {
      assertThat(each.get()).containsExactly("reload 2");
    }
    assertThat(last.get()).containsExactly("reload 3");
    assertThat(count).hasValue(3);
    assertThat(threads).containsOnly("reload");
  }

  @Test
  void a_close_interrupts_a_reload_and_answers_those_that_wait() throws Exception {
    CompletableFuture<List<String>> first = request();
    begun.acquire();
    CompletableFuture<List<String>> waiting = request();

    reloads.close();

    assertThat(first.get()).containsExactly("interrupted");
    assertThat(waiting.get()).containsExactly("the exporter is stopping");
    assertThat(request().get()).containsExactly("the exporter is stopping");
  }

  @Test
  void requests_from_many_threads_are_all_answered() throws Exception {
    allowed.release(Integer.MAX_VALUE);
    CountDownLatch answered = new CountDownLatch(200);
    for (int i = 0; i < 200; i++) {
      new Thread(() -> reloads.request().thenAccept(problems -> answered.countDown())).start();
    }

    assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
    assertThat(count.get()).isBetween(1, 200);
  }
}
