package io.github.anomalyexporter.server.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The classes and members that architecture.md names exist, in the package that it names, and its
 * table of threads has the names that the code gives to threads.
 */
class ArchitectureDocumentTest {
  private static final String ROOT = "io.github.anomalyexporter.";

  /** In backticks: packages, if any, a class, and a member or nested class, if any. */
  private static final Pattern NAME =
      Pattern.compile("`((?:[a-z]+\\.)*)([A-Z][a-z]\\w+)(?:\\.(\\w+))?`");

  /** A name that the code gives to a thread. */
  private static final Pattern THREAD =
      Pattern.compile(
          "(?:new Thread\\([^;\"]*|DaemonThreads\\.named\\(|threads\\.setName\\()(?:name \\+ )?\"([a-z-]+)\"");

  /** The name of a thread in the first column of a table, without its variable parts. */
  private static final Pattern DOCUMENTED_THREAD =
      Pattern.compile("(?m)^\\| `(?:anomaly-exporter-N)?([a-z-]+?)(?:-\\*)?`[^|]*\\|[^|]*\\|$");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT + "core", ROOT + "evaluation", ROOT + "tensorflow", ROOT + "server");

  /** Returns whether a class of the project is the named one. */
  private static boolean isNamed(JavaClass type, MatchResult name) {
    String parent = name.group(1);
    String member = name.group(3);
    return type.getSimpleName().equals(name.group(2))
        && (parent.isEmpty() || (type.getPackageName() + ".").endsWith("." + parent))
        && (member == null || has(type, member));
  }

  private static boolean has(JavaClass type, String member) {
    return type.getMembers().stream().map(JavaMember::getName).anyMatch(member::equals)
        || CLASSES.contain(type.getName() + "$" + member);
  }

  @Test
  void every_name_is_that_of_a_class() throws IOException {
    String text = Files.readString(Path.of("../docs/architecture.md"));
    List<String> unknown = new ArrayList<>();
    List<String> known = new ArrayList<>();
    NAME.matcher(text)
        .results()
        .filter(name -> !name.group(2).endsWith("Test"))
        .forEach(
            name ->
                (CLASSES.stream().anyMatch(type -> isNamed(type, name)) ? known : unknown)
                    .add(name.group()));

    assertThat(unknown).isEmpty();
    assertThat(known).as("the pattern finds the names").hasSizeGreaterThan(100);
  }

  @Test
  void the_threads_are_those_of_the_code() throws IOException {
    String text = Files.readString(Path.of("../docs/architecture.md"));
    String table = text.substring(text.indexOf("## Threads"), text.indexOf("## When things"));
    Set<String> named = new TreeSet<>();
    for (Path source :
        ProjectFiles.matching(path -> path.matches("exporter/server/src/main/.*[.]java"))) {
      THREAD.matcher(Files.readString(source)).results().forEach(it -> named.add(it.group(1)));
    }

    assertThat(named).as("the pattern finds the names").contains("stop", "reload", "-clock");
    assertThat(DOCUMENTED_THREAD.matcher(table).results().map(it -> it.group(1)))
        .containsExactlyInAnyOrderElementsOf(named);
  }
}
