package io.github.anomalyexporter.server.version;

/** Version of this build. */
public final class BuildVersion {
  private BuildVersion() {}

  /** Returns the version from the jar; {@code development} if the classes are not from a jar. */
  public static String current() {
    String version = BuildVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
