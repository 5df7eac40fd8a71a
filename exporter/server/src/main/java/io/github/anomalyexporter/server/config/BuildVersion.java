package io.github.anomalyexporter.server.config;

/** The version that was built. */
public final class BuildVersion {
  private BuildVersion() {}

  /** As the jar says; {@code development} where the classes come from elsewhere. */
  public static String current() {
    String version = BuildVersion.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
