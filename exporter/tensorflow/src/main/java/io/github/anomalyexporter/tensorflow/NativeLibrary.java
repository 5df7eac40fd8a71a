package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.ModelRuntimeException;
import io.github.anomalyexporter.core.model.RuntimeNotInstalledException;
import java.nio.file.Path;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.tensorflow.TensorFlow;

/** TensorFlow's native library, which is unpacked to a cache directory and loaded from there. */
public final class NativeLibrary {
  private static boolean loaded;
  private static @Nullable String failure;

  private NativeLibrary() {}

  /** Returns whether TensorFlow is on the class path; the slim distribution does not have it. */
  public static boolean isInstalled() {
    return NativeLibrary.class.getResource("/org/tensorflow/TensorFlow.class") != null;
  }

  /**
   * Loads the library if it is not loaded. A program that trains calls it at its start, so that a
   * failure is reported then and not in the first training. The default time zone of the program is
   * UTC while the library is loaded. A failure is final: the JVM does not load its classes again.
   * Safe for use by several threads.
   *
   * @throws RuntimeNotInstalledException if it is not installed
   * @throws ModelRuntimeException if it cannot be unpacked or loaded, or the processor cannot
   *     execute it
   */
  public static synchronized void load() {
    if (!isInstalled()) {
      throw new RuntimeNotInstalledException(
          "expected TensorFlow, which trains networks, found the slim distribution, which is without it;"
              + " train with the full distribution, and score with serve --training=off");
    }
    if (failure != null) {
      throw new ModelRuntimeException(failure, null);
    }
    if (!loaded) {
      try {
        requireProcessor();
        unpackAndLoad();
        loaded = true;
      } catch (ModelRuntimeException e) {
        failure = e.getMessage();
        throw e;
      }
    }
  }

  private static void requireProcessor() {
    if (ProcessorFeatures.lacksAvx(System.getProperty("os.arch", ""), ProcessorFeatures.CPU_INFO)) {
      throw new ModelRuntimeException(
          "expected a processor with AVX, which TensorFlow needs to train, found none;"
              + " stored models are scored without it: train on another machine",
          null);
    }
  }

  private static void unpackAndLoad() {
    // JavaCPP unpacks a library again unless the file has the time of the archive's entry. Archives
    // contain local time: a program in another time zone would replace the file while it is loaded
    // here, which terminates the process with SIGBUS.
    TimeZone zone = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    try {
      var unused = TensorFlow.version();
    } catch (LinkageError | RuntimeException e) {
      throw new ModelRuntimeException(
          "expected a directory from which TensorFlow's native library can be loaded, found %s: %s;"
                  .formatted(directory(), reason(e))
              + " it must be writable, with 700 MB of free space, on a file system that is not"
              + " mounted noexec: set ANOMALY_EXPORTER_CACHE to another one",
          e);
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  private static Path directory() {
    String configured = System.getProperty("org.bytedeco.javacpp.cachedir");
    return configured == null
        ? Path.of(System.getProperty("user.home"), ".javacpp", "cache")
        : Path.of(configured);
  }

  /** Returns the first line of the innermost cause: outer causes only report a class not loaded. */
  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
  }
}
