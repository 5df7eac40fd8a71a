package io.github.anomalyexporter.server.web.security;

import io.github.anomalyexporter.server.config.UsageException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The curves of a handshake. From Java 20 on each server can have its own; before, only the whole
 * process can, by the system property {@code jdk.tls.namedGroups}.
 */
public final class CurvePreferences {
  private static final String PROPERTY = "jdk.tls.namedGroups";

  private static final @Nullable MethodHandle SETTER = setter();

  private CurvePreferences() {}

  private static @Nullable MethodHandle setter() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              SSLParameters.class,
              "setNamedGroups",
              MethodType.methodType(void.class, String[].class));
    } catch (NoSuchMethodException | IllegalAccessException e) {
      return null;
    }
  }

  /**
   * Checks that these can be had.
   *
   * @param groups by Java's names; empty for Java's choice
   * @throws UsageException if they cannot; the message says how they can
   */
  static void require(List<String> groups) {
    String wanted = String.join(",", groups);
    if (!groups.isEmpty() && SETTER == null && !wanted.equals(System.getProperty(PROPERTY))) {
      throw new UsageException(
          "curve_preferences: expected Java 20 or newer, or -D%s=%s among its options (JAVA_OPTS), found Java %s without"
              .formatted(PROPERTY, wanted, Runtime.version().feature()));
    }
  }

  /** Applies these, where each server has its own. */
  public static void apply(List<String> groups, SSLParameters parameters) {
    if (groups.isEmpty() || SETTER == null) {
      return;
    }
    try {
      SETTER.invoke(parameters, groups.toArray(new String[0]));
    } catch (Throwable e) {
      throw new IllegalStateException("curves cannot be chosen", e);
    }
  }
}
