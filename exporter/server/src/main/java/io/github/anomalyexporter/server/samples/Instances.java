package io.github.anomalyexporter.server.samples;

import io.github.anomalyexporter.core.series.Labels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * The instances of a file, with a number each that is free again when the last sample is removed.
 * Not safe for use by several threads.
 */
final class Instances {
  /** Cannot be part of a label in UTF-8. */
  private static final byte SEPARATOR = (byte) 0xff;

  private final MVMap<Long, byte[]> map;
  private final Map<Labels, Known> byLabels = new HashMap<>();
  private final Map<Integer, Known> byNumber = new TreeMap<>();
  private final BitSet taken = new BitSet();
  private long newest = Long.MIN_VALUE;

  /** An instance and the time of its newest sample; {@link Long#MIN_VALUE} without one. */
  static final class Known {
    private final Labels labels;
    private final int number;
    private long newest = Long.MIN_VALUE;

    private Known(Labels labels, int number) {
      this.labels = labels;
      this.number = number;
    }

    Labels labels() {
      return labels;
    }

    int number() {
      return number;
    }

    long newest() {
      return newest;
    }
  }

  Instances(MVMap<Long, byte[]> map) {
    this.map = map;
    map.forEach((number, labels) -> put(new Known(decode(labels), Math.toIntExact(number))));
  }

  private void put(Known known) {
    byLabels.put(known.labels, known);
    byNumber.put(known.number, known);
    taken.set(known.number);
  }

  int size() {
    return byLabels.size();
  }

  @Nullable Known of(Labels labels) {
    return byLabels.get(labels);
  }

  @Nullable Known of(int number) {
    return byNumber.get(number);
  }

  Known add(Labels labels) {
    Known known = new Known(labels, taken.nextClearBit(0));
    put(known);
    map.put((long) known.number, encode(labels));
    return known;
  }

  void remove(Known known) {
    byLabels.remove(known.labels);
    byNumber.remove(known.number);
    taken.clear(known.number);
    map.remove((long) known.number);
  }

  /** Takes note of a sample. */
  void seen(Known known, long time) {
    known.newest = Math.max(known.newest, time);
    newest = Math.max(newest, time);
  }

  /** Returns the time of the newest sample so far; {@link Long#MIN_VALUE} without one. */
  long newest() {
    return newest;
  }

  /** Returns a copy, in the order of the numbers. */
  Collection<Known> all() {
    return List.copyOf(byNumber.values());
  }

  private static byte[] encode(Labels labels) {
    List<byte[]> parts = new ArrayList<>();
    labels
        .asMap()
        .forEach(
            (name, value) -> {
              parts.add(name.getBytes(StandardCharsets.UTF_8));
              parts.add(value.getBytes(StandardCharsets.UTF_8));
            });
    byte[] encoded = new byte[parts.stream().mapToInt(part -> part.length + 1).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, encoded, at, part.length);
      at += part.length;
      encoded[at++] = SEPARATOR;
    }
    return encoded;
  }

  private static Labels decode(byte[] encoded) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < encoded.length; at++) {
      if (encoded[at] == SEPARATOR) {
        parts.add(new String(encoded, from, at - from, StandardCharsets.UTF_8));
        from = at + 1;
      }
    }
    return Labels.of(parts.toArray(String[]::new));
  }
}
