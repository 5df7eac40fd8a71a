package io.github.anomalyexporter.server.app;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handlers of operating system signals. */
public final class Signals {
  private static final Logger LOGGER = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /**
   * Replaces the handler of a signal; the action runs on a JVM thread. Uses reflection: the JDK's
   * signal class is supported ({@code jdk.unsupported}), but the javac warning about it cannot be
   * disabled.
   *
   * @param name without SIG: {@code HUP}, {@code TERM}
   * @return whether the signal will be received; false if the process was started with the signal
   *     ignored ({@code nohup}), which the JVM does not change, or if the platform lacks the signal
   */
  public static boolean on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> answer(self, method, arguments, action));
      Object before =
          signal
              .getMethod("handle", signal, handler)
              .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
      return !handler.getField("SIG_IGN").get(null).equals(before);
    } catch (ReflectiveOperationException e) {
      LOGGER.warn("this platform has no SIG{}: {}", name, e.toString());
      return false;
    }
  }

  private static Object answer(Object self, Method method, Object[] arguments, Runnable action)
      throws InvocationTargetException {
    switch (method.getName()) {
      case "handle" -> {
        action.run();
        return method;
      }
      case "equals" -> {
        return self == arguments[0];
      }
      case "hashCode" -> {
        return System.identityHashCode(self);
      }
      default -> {
        return "signal handler";
      }
    }
  }
}
