package io.github.anomalyexporter.server.yaml;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * State of reading one configuration: collects all problems, to report them together, and the
 * sections that were read, to report unknown keys. For use by one thread.
 */
public final class Reading {
  /** Maximum length of all expressions in total, in characters: some thousand features. */
  static final int MOST_EXPRESSIONS = 4_000_000;

  private final String file;
  private final Path directory;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();
  private long expressions;

  /**
   * @param file name of the file in messages
   * @param directory against which paths in the configuration are resolved
   */
  public Reading(String file, Path directory) {
    this.file = file;
    this.directory = directory;
  }

  public Path directory() {
    return directory;
  }

  public void problem(String path, int line, ProblemKind kind, String expectation, String found) {
    problems.add(Problem.ofKey(path, line, kind, expectation, found));
  }

  /** Reserves space for an expression; returns false if the total length would exceed the limit. */
  public boolean take(long characters) {
    expressions += characters;
    return expressions <= MOST_EXPRESSIONS;
  }

  /** Returns an exception for a problem that ends the reading. */
  public ConfigException fatal(int line, int column, String message) {
    return new ConfigException(file, List.of(Problem.ofSyntax(line, column, message)));
  }

  public void add(Section section) {
    sections.add(section);
  }

  public boolean hasProblems() {
    return !problems.isEmpty();
  }

  /** Returns the paths of all known keys, present or not. */
  public Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    sections.forEach(section -> keys.addAll(section.keys()));
    return keys;
  }

  /**
   * Ends the reading.
   *
   * @throws ConfigException with all problems and all unknown keys, by line
   */
  public void finish() throws ConfigException {
    sections.forEach(Section::reportUnknownKeys);
    if (hasProblems()) {
      problems.sort(Comparator.comparingInt(Problem::line));
      throw new ConfigException(file, problems);
    }
  }
}
