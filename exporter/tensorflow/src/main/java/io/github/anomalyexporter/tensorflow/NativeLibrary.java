package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.ModelRuntimeException;
import java.nio.file.Path;
import org.tensorflow.TensorFlow;

/** TensorFlow's native library, which is unpacked into a cache directory and loaded from there. */
public final class NativeLibrary {
  private NativeLibrary() {}

  /**
   * Loads the library, so that what keeps it from being loaded shows at the start of the program
   * and not hours later in its first training.
   *
   * @throws ModelRuntimeException if it cannot be unpacked or loaded
   */
  public static void load() {
    try {
      TensorFlow.version();
    } catch (LinkageError | RuntimeException e) {
      throw new ModelRuntimeException(
          "expected a directory from which TensorFlow's native library can be loaded, found %s: %s;"
                  .formatted(directory(), reason(e))
              + " it has to be writable, with 700 MB of room, on a file system that is not mounted"
              + " noexec: set ANOMALY_EXPORTER_CACHE to another one",
          e);
    }
  }

  private static Path directory() {
    String configured = System.getProperty("org.bytedeco.javacpp.cachedir");
    return configured == null
        ? Path.of(System.getProperty("user.home"), ".javacpp", "cache")
        : Path.of(configured);
  }

  /** The first line of the innermost cause: the outer ones only say that a class was not loaded. */
  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse(cause.toString());
  }
}
