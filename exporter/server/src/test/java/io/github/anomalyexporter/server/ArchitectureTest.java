package io.github.anomalyexporter.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.detector.ScoreBoard;
import io.github.anomalyexporter.core.model.AutoencoderFormat;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.recent.RecentAnomalies;
import io.github.anomalyexporter.server.recent.RecentScores;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.samples.SampleStore;
import io.github.anomalyexporter.server.web.api.ExporterApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The picture of the architecture, as rules: it flows in one direction, and each tool has an owner.
 */
class ArchitectureTest {
  private static final String ROOT = "io.github.anomalyexporter.";
  private static final String CORE = ROOT + "core.";
  private static final String OUTPUT = ROOT + "output";
  private static final String TENSORFLOW = ROOT + "tensorflow";
  private static final String EVALUATION = ROOT + "evaluation.";
  private static final String SERVER = ROOT + "server.";

  /** A row of a table of packages: module and package, content, imports. */
  private static final Pattern FLOOR =
      Pattern.compile("\\| `(core|evaluation|server)\\.(\\w+)` \\|[^|]*\\|([^|]*)\\|");

  private static final String TESTING = ROOT + "testing";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(CORE, OUTPUT, TENSORFLOW, EVALUATION, SERVER);

  @ParameterizedTest
  @ValueSource(strings = {"core", "evaluation", "server"})
  void a_package_imports_what_the_architecture_states(String module) throws IOException {
    Map<String, Set<String>> stated = new TreeMap<>();
    FLOOR
        .matcher(Files.readString(Path.of("../docs/architecture.md")))
        .results()
        .filter(row -> row.group(1).equals(module))
        .forEach(row -> stated.put(row.group(2), words(row.group(3))));
    String parent = ROOT + module + ".";
    Map<String, Set<String>> found = new TreeMap<>();
    packagesBelow(parent).forEach(name -> found.put(name, importsOf(parent, name)));

    assertThat(found).isEqualTo(stated);
  }

  private static Set<String> words(String cell) {
    return Pattern.compile("`(\\w+)`")
        .matcher(cell)
        .results()
        .map(word -> word.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The packages of the same module that the classes of a package depend on. */
  private static Set<String> importsOf(String module, String name) {
    return CLASSES.that(resideInAnyPackage(module + name + "..")).stream()
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .map(dependency -> dependency.getTargetClass().getBaseComponentType().getPackageName())
        .filter(other -> other.startsWith(module))
        .map(other -> other.substring(module.length()).split("\\.", 2)[0])
        .filter(other -> !other.equals(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> packagesBelow(String parent) {
    return CLASSES.stream()
        .map(JavaClass::getPackageName)
        .filter(name -> name.startsWith(parent))
        .map(name -> name.substring(parent.length()).split("\\.", 2)[0])
        .collect(Collectors.toSet());
  }

  @Test
  void the_modules_know_each_other_in_one_direction() {
    noClasses()
        .that()
        .resideInAPackage(CORE + ".")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(OUTPUT, TENSORFLOW + "..", EVALUATION + ".", SERVER + ".")
        .because("the domain depends on nothing that uses it")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(TENSORFLOW + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(OUTPUT, EVALUATION + ".", SERVER + ".")
        .because("it implements the ports of core.model for server.kind")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(OUTPUT)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(CORE + ".", TENSORFLOW + "..", EVALUATION + ".", SERVER + ".")
        .because("a format does not know the documents")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(EVALUATION + ".")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(TENSORFLOW + "..", SERVER + ".")
        .because("the laboratory evaluates detectors of any kind, wherever they come from")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(SERVER + ".")
        .and()
        .resideOutsideOfPackages(SERVER + "backtest..", SERVER + "cli..", SERVER + "app..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(EVALUATION + ".")
        .because("the daemon does not need the laboratory")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(SERVER + ".")
        .and()
        .resideOutsideOfPackage(SERVER + "kind..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(TENSORFLOW + "..")
        .because("a kind chooses its runtime; every other package sees the port DetectorKind")
        .check(CLASSES);
  }

  @Test
  void no_package_depends_on_itself_through_another() {
    slices()
        .matching(ROOT + "(**)")
        .should()
        .beFreeOfCycles()
        .because("a package in a cycle cannot be read alone")
        .check(CLASSES);
  }

  @Test
  void core_does_no_input_or_output() {
    noClasses()
        .that()
        .resideInAPackage(CORE + ".")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..", "java.net..")
                .and(DescribedPredicate.not(isOneOf(IOException.class, Path.class))))
        .because("the domain is given its data; what brings it is the server's")
        .check(CLASSES);
    noClasses()
        .that()
        .resideInAPackage(CORE + ".")
        .and()
        .areNotAssignableTo(AutoencoderFormat.class)
        .and()
        .areNotAssignableTo(DetectorKind.class)
        .should()
        .dependOnClassesThat(isOneOf(IOException.class, Path.class))
        .because("the ports to the disk are AutoencoderFormat and DetectorKind")
        .check(CLASSES);
  }

  @Test
  void core_does_not_log() {
    noClasses()
        .that()
        .resideInAnyPackage(CORE + ".", TENSORFLOW + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.slf4j..", "java.util.logging..", "java.lang.System$Logger")
        .because("it returns or throws what there is to say; the server decides who hears it")
        .check(CLASSES);
  }

  @ParameterizedTest
  @CsvSource({
    "org.tensorflow.., tensorflow..",
    "org.quartz.., server.schedule..",
    "com.cronutils.., server.calendar..",
    "org.eclipse.jetty.., server.web..",
    "jakarta.servlet.., server.web..",
    "org.springframework.., server.web.security..",
    "org.bouncycastle.., server.tls..",
    "org.yaml.., server.yaml..",
    "com.fasterxml.jackson.dataformat.yaml.., server.yaml..",
    "picocli.., server.cli..",
    "ch.qos.logback.., server.logging..",
    "org.h2.., server.samples..",
    "com.google.re2j.., server.matcher..",
    "okhttp3.., server.http..",
    "oshi.., server.local..",
    "io.modelcontextprotocol.., server.web.mcp..",
  })
  void a_library_has_one_owner(String library, String owner) {
    requireOwner(library, ROOT + owner);
  }

  @Test
  void csv_is_that_of_files_of_rows_and_of_posted_rows() {
    requireOwner(
        "com.fasterxml.jackson.dataformat.csv..",
        EVALUATION + "input..",
        EVALUATION + "report..",
        ROOT + "server.posted..");
  }

  @Test
  void linear_algebra_is_that_of_models() {
    requireOwner("org.hipparchus.linear..", CORE + "model..", CORE + "baseline..");
  }

  @Test
  void statistics_are_those_of_scores_scalers_and_figures() {
    for (String part : List.of("stat", "distribution", "analysis", "random")) {
      requireOwner(
          "org.hipparchus." + part + "..",
          CORE + "score..",
          CORE + "feature..",
          EVALUATION + "figure..");
    }
  }

  @Test
  void the_simulated_hosts_use_a_library_in_one_package() {
    JavaClasses testing =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(TESTING);
    requireOwner(testing, "picocli..", TESTING);
    requireOwner(testing, "com.fasterxml.jackson.databind..", TESTING + ".http");
  }

  private static void requireOwner(String library, String... owners) {
    requireOwner(CLASSES, library, owners);
  }

  private static void requireOwner(JavaClasses classes, String library, String... owners) {
    noClasses()
        .that()
        .resideOutsideOfPackages(owners)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .because("to replace a library one rewrites its owner and nothing else")
        .check(classes);
    assertThat(classes.that(resideInAnyPackage(owners)).stream())
        .as("a rule about an unused library cannot fail")
        .anyMatch(
            owner ->
                owner.getDirectDependenciesFromSelf().stream()
                    .anyMatch(it -> resideInAnyPackage(library).test(it.getTargetClass())));
  }

  @Test
  void only_the_commands_end_the_process_and_write_to_the_terminal() {
    noAccess(
            "the exit code or the terminal",
            access ->
                isOn(access, System.class, "exit", "out", "err")
                    || isOn(access, Runtime.class, "exit", "halt"),
            "cli")
        .because("everything else throws, or logs")
        .check(CLASSES);
  }

  @Test
  void only_app_reads_the_wall_clock() {
    Set<Class<?>> times =
        Set.of(
            Instant.class,
            LocalDate.class,
            LocalDateTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class);
    noAccess(
            "the wall clock",
            access ->
                times.stream().anyMatch(time -> isOn(access, time, "now"))
                    || isOn(access, System.class, "currentTimeMillis")
                    || isOn(access, InstantSource.class, "system")
                    || isOn(access, Date.class, "<init>()")
                    || (access.getTargetOwner().isEquivalentTo(Clock.class)
                        && access.getTarget().getName().startsWith("system")),
            "app",
            "cli")
        .because("a run over past frames is the same code: a clock is a parameter")
        .check(CLASSES);
  }

  @Test
  void only_app_creates_random_numbers_without_a_seed() {
    noAccess(
            "unseeded randomness",
            access ->
                isOn(access, Random.class, "<init>()")
                    || isOn(access, SplittableRandom.class, "<init>()")
                    || isOn(access, Math.class, "random")
                    || isOn(access, UUID.class, "randomUUID")
                    || isOn(access, ThreadLocalRandom.class, "current"),
            "app",
            "cli")
        .because("one seed, one model: a seed is a parameter")
        .check(CLASSES);
  }

  /** A route or a tool that reads instances elsewhere would show them to every caller. */
  @Test
  void what_a_caller_sees_is_decided_in_one_place() {
    assertThat(
            webClassesWith(
                access ->
                    isOn(access, ExporterApi.class, "detectors", "models", "forget", "backtests")))
        .containsExactly("VisibleExporter");
    List<Class<?>> ofSeveral =
        List.of(ScoreBoard.class, RecentScores.class, RecentAnomalies.class, SampleStore.class);
    assertThat(
            webClassesWith(
                access ->
                    isOn(access, DetectorState.class, "ambiguous", "proposals", "trainings")
                        || (ofSeveral.stream().anyMatch(access.getTargetOwner()::isEquivalentTo)
                            && !isOfOneInstance(access.getTarget()))))
        .containsExactly("VisibleDetector");
  }

  private static Set<String> webClassesWith(Predicate<JavaAccess<?>> access) {
    return CLASSES.that(resideInAnyPackage(SERVER + "web..")).stream()
        .filter(type -> type.getAccessesFromSelf().stream().anyMatch(access))
        .map(JavaClass::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isOfOneInstance(AccessTarget target) {
    return target instanceof AccessTarget.CodeUnitAccessTarget code
        && code.getRawParameterTypes().stream().anyMatch(it -> it.isEquivalentTo(Labels.class));
  }

  private static ArchRule noAccess(String what, Predicate<JavaAccess<?>> access, String... owners) {
    String[] packages =
        List.of(owners).stream().map(it -> SERVER + it + "..").toArray(String[]::new);
    return noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should(accessTargetWhere(describe(what, access)).as("access " + what));
  }

  /**
   * Whether an access is to one of these members of a class; {@code <init>()} is the constructor
   * without parameters.
   */
  private static boolean isOn(JavaAccess<?> access, Class<?> owner, String... members) {
    if (!access.getTargetOwner().isEquivalentTo(owner)) {
      return false;
    }
    AccessTarget target = access.getTarget();
    boolean bare =
        target instanceof AccessTarget.CodeUnitAccessTarget code
            && code.getRawParameterTypes().isEmpty();
    return List.of(members).contains(target.getName())
        || (bare && List.of(members).contains(target.getName() + "()"));
  }

  private static DescribedPredicate<JavaClass> isOneOf(Class<?>... classes) {
    return describe(
        "one of " + List.of(classes),
        type -> List.of(classes).stream().anyMatch(type::isEquivalentTo));
  }
}
