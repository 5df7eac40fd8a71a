package io.github.anomalyexporter.it.packaging;

/** The two major versions that are in use. */
enum HelmVersion {
  THREE,
  FOUR;

  Helm helm() {
    return switch (this) {
      case THREE -> new HelmLibrary();
      case FOUR -> new HelmProgram();
    };
  }
}
