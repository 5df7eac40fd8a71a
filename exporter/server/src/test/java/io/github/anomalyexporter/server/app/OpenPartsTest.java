package io.github.anomalyexporter.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenPartsTest {
  private final List<String> closed = new ArrayList<>();

  private final class Part implements AutoCloseable {
    private final String name;

    private Part(String name) {
      this.name = name;
    }

    @Override
    public void close() {
      closed.add(name);
    }
  }

  private static final class Broken implements AutoCloseable {
    @Override
    public void close() {
      throw new IllegalStateException("does not close");
    }
  }

  private static OpenParts of(AutoCloseable... opened) {
    OpenParts parts = new OpenParts();
    for (AutoCloseable part : opened) {
      parts.add(part);
    }
    return parts;
  }

  @Test
  void the_last_opened_is_closed_first_and_one_that_fails_does_not_stop_the_others() {
    of(new Part("client"), new Broken(), new Part("model")).close();

    assertThat(closed).containsExactly("model", "client");
  }

  @Test
  void what_another_has_stays_open() {
    Part client = new Part("client");

    of(client, new Part("model")).closeAllBut(of(client));

    assertThat(closed).containsExactly("model");
  }
}
