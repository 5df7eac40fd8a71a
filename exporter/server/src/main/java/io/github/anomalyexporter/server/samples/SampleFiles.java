package io.github.anomalyexporter.server.samples;

import io.github.anomalyexporter.server.failure.FailureReason;
import io.github.anomalyexporter.server.files.DurableFiles;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the file of a store, and words its failures.
 *
 * @param scheme of the file system of the library
 */
record SampleFiles(Path file, String scheme) {
  private static final Logger LOGGER = LoggerFactory.getLogger(SampleFiles.class);

  /** In file names, as the versions of models. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * Opens and verifies the file, or creates it. A damaged file is renamed and replaced by an empty
   * one.
   *
   * @throws SampleStoreException if neither is possible
   */
  Content openOrSetAside(List<String> features, long step, InstantSource clock) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try {
        return verified(features, step);
      } catch (RuntimeException | AssertionError e) {
        if (!isDamage(e) || !Files.exists(file)) {
          throw e;
        }
        setAside(e, clock.instant());
        return verified(features, step);
      }
    } catch (IOException e) {
      throw new SampleStoreException(
          file, "cannot be opened: %s; set --storage.path".formatted(FailureReason.of(e)), e);
    } catch (MVStoreException e) {
      throw notRead(e);
    }
  }

  /**
   * Copies the file.
   *
   * @throws SampleStoreException if that is not possible
   */
  void copyTo(Path target) {
    try {
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new SampleStoreException(
          target, "samples cannot be copied for a training: " + FailureReason.of(e), e);
    }
  }

  private Content verified(List<String> features, long step) throws IOException {
    boolean exists = Files.exists(file);
    Content content = open(features, step);
    try {
      if (exists) {
        content.file().verify();
      } else {
        DurableFiles.forceDirectoryOf(file);
      }
      return content;
    } catch (RuntimeException | IOException | Error e) {
      content.file().abandon();
      throw e;
    }
  }

  /** Opens the file without reading all of it. */
  Content open(List<String> features, long step) {
    SampleFile opened = SampleFile.open(scheme + ":" + file.toAbsolutePath());
    try {
      return Content.of(opened, features, step);
    } catch (RuntimeException | Error e) {
      opened.abandon();
      throw e;
    }
  }

  private void setAside(Throwable damage, Instant now) throws IOException {
    String name = file.getFileName() + ".damaged-" + TIME.format(now);
    Path aside = file.resolveSibling(name);
    for (int number = 2; Files.exists(aside); number++) {
      aside = file.resolveSibling(name + "-" + number);
    }
    Files.move(file, aside);
    LOGGER.error(
        "{}: is damaged and was renamed to {}; samples are collected anew, and models can be trained when there is enough of them ({})",
        file,
        aside.getFileName(),
        damage.getMessage());
  }

  /** Whether the content of a file is the reason, and not the disk, the permissions or a lock. */
  private static boolean isDamage(Throwable e) {
    if (!(e instanceof MVStoreException failure)) {
      return true;
    }
    return switch (failure.getErrorCode()) {
      case DataUtils.ERROR_FILE_LOCKED, DataUtils.ERROR_WRITING_FAILED -> false;
      case DataUtils.ERROR_READING_FAILED -> rootCause(e) instanceof EOFException;
      default -> !(rootCause(e) instanceof IOException) || rootCause(e) instanceof EOFException;
    };
  }

  SampleStoreException notWritten(MVStoreException e) {
    if (isDamage(e)) {
      return notRead(e);
    }
    return new SampleStoreException(
        file,
        "samples cannot be stored: %s; make room, or mend the storage: nothing that was stored is lost"
            .formatted(reason(e)),
        e);
  }

  SampleStoreException notRead(MVStoreException e) {
    if (e.getErrorCode() == DataUtils.ERROR_FILE_LOCKED) {
      return new SampleStoreException(
          file, "is in use by another process, such as a serving exporter; stop that first", e);
    }
    return new SampleStoreException(
        file,
        "samples cannot be read: %s; a damaged file is set aside at the next start"
            .formatted(reason(e)),
        e);
  }

  /** The library's messages have the states of its objects; the cause is what a user can mend. */
  private static String reason(MVStoreException e) {
    Throwable root = rootCause(e);
    return root instanceof Exception exception ? FailureReason.of(exception) : root.toString();
  }

  private static Throwable rootCause(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }
}
