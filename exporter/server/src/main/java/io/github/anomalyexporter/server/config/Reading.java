package io.github.anomalyexporter.server.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One reading of one configuration: collects what is wrong with it, so that all of it is told at
 * once, and remembers the sections that were read, so that keys nobody asked for can be told as
 * well. For one thread.
 */
final class Reading {
  private record Problem(int line, String message) {}

  /** Of all expressions together, in characters: those of some thousand features. */
  static final int MOST_EXPRESSIONS = 4_000_000;

  /** In one message. */
  private static final int MOST_PROBLEMS = 100;

  private final String file;
  private final Path directory;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();
  private long expressions;

  /**
   * @param file as messages name it
   * @param directory against which paths in the configuration are resolved
   */
  Reading(String file, Path directory) {
    this.file = file;
    this.directory = directory;
  }

  Path directory() {
    return directory;
  }

  void problem(String path, int line, String expectation, String found) {
    String place = (path.isEmpty() ? "the document" : path) + " (line " + line + ")";
    problems.add(new Problem(line, place + ": expected " + expectation + ", found " + found));
  }

  /** Whether there is room for an expression of so many characters beside the others. */
  boolean take(long characters) {
    expressions += characters;
    return expressions <= MOST_EXPRESSIONS;
  }

  /** A problem that ends the reading: nothing after it can be understood. */
  ConfigException fatal(int line, int column, String message) {
    return new ConfigException(
        file, List.of("line " + line + ", column " + column + ": " + message));
  }

  void add(Section section) {
    sections.add(section);
  }

  boolean hasProblems() {
    return !problems.isEmpty();
  }

  /** Paths of all keys that were asked for, present or not. */
  Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    sections.forEach(section -> keys.addAll(section.keys()));
    return keys;
  }

  /**
   * Ends the reading.
   *
   * @throws ConfigException naming every problem and every key that was not asked for, by line
   */
  void finish() throws ConfigException {
    sections.forEach(Section::reportUnknownKeys);
    if (hasProblems()) {
      problems.sort(Comparator.comparingInt(Problem::line));
      Stream<String> first = problems.stream().limit(MOST_PROBLEMS).map(Problem::message);
      int others = problems.size() - MOST_PROBLEMS;
      throw new ConfigException(
          file,
          others <= 0
              ? first.toList()
              : Stream.concat(first, Stream.of("and " + others + " other problems")).toList());
    }
  }
}
