package io.github.anomalyexporter.it.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An authority and what it issues, made by openssl as an operator would. */
public final class Certificates {
  private static final List<String> EC_KEY =
      List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes");

  private final Path folder;

  /** Writes {@code ca.crt} and {@code ca.key} into a folder. */
  public Certificates(Path folder) {
    this.folder = folder;
    openssl(
        "req", "-x509", EC_KEY, "-keyout", "ca.key", "-out", "ca.crt", "-subj", "/CN=authority");
  }

  /** Writes, or replaces, {@code NAME.crt} and {@code NAME.key}: for a server and for a client. */
  public void issue(String name) throws IOException {
    Files.writeString(
        folder.resolve("san"), "subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:" + name + "\n");
    openssl("req", EC_KEY, "-keyout", name + ".key", "-out", "csr", "-subj", "/CN=" + name);
    openssl(
        "x509",
        "-req",
        "-in",
        "csr",
        "-CA",
        "ca.crt",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-days",
        "2",
        "-extfile",
        "san",
        "-out",
        name + ".crt");
  }

  private void openssl(Object... arguments) {
    Command.run(folder, "openssl", arguments);
  }
}
