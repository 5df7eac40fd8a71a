package io.github.anomalyexporter.server.yaml;

import io.github.anomalyexporter.server.yaml.Node.Entry;
import io.github.anomalyexporter.server.yaml.Node.Mapping;
import io.github.anomalyexporter.server.yaml.Node.Scalar;
import io.github.anomalyexporter.server.yaml.Node.ScalarType;
import io.github.anomalyexporter.server.yaml.Node.Sequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * State of reading one configuration: collects all problems, to report them together, and the
 * sections that were read, to report unknown keys. For use by one thread.
 */
public final class Reading {
  /** Maximum length of all expressions in total, in characters: some thousand features. */
  static final int MOST_EXPRESSIONS = 4_000_000;

  private static final String SECRET = "<secret>";

  private final String file;
  private final Path directory;
  private final List<Problem> problems = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();
  private final Set<Node> secrets = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Node> urls = Collections.newSetFromMap(new IdentityHashMap<>());
  private long expressions;

  /**
   * @param file name of the file in messages
   * @param directory against which paths in the configuration are resolved
   */
  public Reading(String file, Path directory) {
    this.file = file;
    this.directory = directory;
  }

  public String file() {
    return file;
  }

  public Path directory() {
    return directory;
  }

  public void problem(String path, int line, ProblemKind kind, String expectation, String found) {
    problems.add(Problem.ofKey(path, line, kind, expectation, found));
  }

  void readAsSecret(Node node) {
    secrets.add(node);
  }

  void readAsUrl(Node node) {
    urls.add(node);
  }

  /**
   * Returns a node without what was read as a secret, and without users and passwords in what was
   * read as a URL.
   */
  public Node withoutSecrets(Node node) {
    if (secrets.contains(node)) {
      return new Scalar(node.line(), SECRET, ScalarType.STRING);
    }
    if (node instanceof Mapping mapping) {
      Map<String, Entry> entries = new LinkedHashMap<>();
      mapping
          .entries()
          .forEach(
              (key, entry) ->
                  entries.put(key, new Entry(entry.line(), withoutSecrets(entry.value()))));
      return new Mapping(mapping.line(), entries);
    }
    if (node instanceof Sequence sequence) {
      return new Sequence(
          sequence.line(), sequence.items().stream().map(this::withoutSecrets).toList());
    }
    return node instanceof Scalar scalar && urls.contains(scalar)
        ? new Scalar(scalar.line(), ServerUrl.redacted(scalar.text()), scalar.type())
        : node;
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
