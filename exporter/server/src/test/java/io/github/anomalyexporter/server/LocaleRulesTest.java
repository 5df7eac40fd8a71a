package io.github.anomalyexporter.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.text.DecimalFormat;
import java.text.MessageFormat;
import java.text.NumberFormat;
import java.text.SimpleDateFormat;
import java.time.format.DateTimeFormatter;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The locale of the environment has no influence on any module. */
class LocaleRulesTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.anomalyexporter");

  /** Methods and constructors that take the default locale where they are given none. */
  private static final Map<Class<?>, Set<String>> LOCALISED =
      Map.of(
          String.class, Set.of("toLowerCase", "toUpperCase", "format"),
          DateTimeFormatter.class, Set.of("ofPattern", "ofLocalizedDate", "ofLocalizedDateTime"),
          Formatter.class, Set.of("<init>"),
          NumberFormat.class, Set.of("getInstance", "getIntegerInstance", "getPercentInstance"),
          DecimalFormat.class, Set.of("<init>"),
          MessageFormat.class, Set.of("<init>", "format"),
          SimpleDateFormat.class, Set.of("<init>"));

  /**
   * TensorFlow's binding formats by the default locale, and so do {@code formatted} and {@code
   * printf} here.
   */
  @Test
  void every_program_sets_the_locale_before_anything_else() {
    List<JavaMethod> programs =
        CLASSES.stream()
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> method.getFullName().endsWith(".main([Ljava.lang.String;)"))
            .toList();

    assertThat(programs)
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(
            main ->
                main.getMethodCallsFromSelf().stream()
                    .anyMatch(
                        call ->
                            call.getTargetOwner().isEquivalentTo(Locale.class)
                                && call.getName().equals("setDefault")));
  }

  @Test
  void what_depends_on_a_locale_names_it() {
    assertThat(CLASSES.stream().flatMap(type -> type.getCodeUnitCallsFromSelf().stream()))
        .isNotEmpty()
        .noneMatch(
            call ->
                isLocalised(call.getTargetOwner(), call.getName())
                    && call.getTarget().getRawParameterTypes().stream()
                        .noneMatch(it -> it.isEquivalentTo(Locale.class)));
  }

  private static boolean isLocalised(JavaClass owner, String member) {
    return LOCALISED.entrySet().stream()
        .anyMatch(it -> owner.isEquivalentTo(it.getKey()) && it.getValue().contains(member));
  }
}
