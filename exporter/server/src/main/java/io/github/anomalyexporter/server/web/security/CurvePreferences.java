package io.github.anomalyexporter.server.web.security;

import io.github.anomalyexporter.server.failure.UsageException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Elliptic curves of TLS handshakes. From Java 20 on they can be set per server; before, only per
 * process by the system property {@code jdk.tls.namedGroups}.
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
   * Checks that the curves can be applied.
   *
   * @param groups Java names of the curves; empty for Java's defaults
   * @throws UsageException if not; the message contains the remedy
   */
  static void require(List<String> groups) {
    String wanted = String.join(",", groups);
    if (!groups.isEmpty() && SETTER == null && !wanted.equals(System.getProperty(PROPERTY))) {
      throw new UsageException(
          "curve_preferences: expected Java 20 or newer, or the option -D%s=%s (JAVA_OPTS), found Java %s without it"
              .formatted(PROPERTY, wanted, Runtime.version().feature()));
    }
  }

  /** Applies the curves if they can be set per server. */
  public static void apply(List<String> groups, SSLParameters parameters) {
    if (groups.isEmpty() || SETTER == null) {
      return;
    }
    try {
      SETTER.invoke(parameters, groups.toArray(new String[0]));
    } catch (Throwable e) {
      throw new IllegalStateException("curves cannot be set", e);
    }
  }
}
