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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The classes and members that architecture.md names exist, in the package that it names. */
class ArchitectureDocumentTest {
  private static final String ROOT = "io.github.anomalyexporter.";

  /** In backticks: packages, if any, a class, and a member or nested class, if any. */
  private static final Pattern NAME =
      Pattern.compile("`((?:[a-z]+\\.)*)([A-Z][a-z]\\w+)(?:\\.(\\w+))?`");

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
}
