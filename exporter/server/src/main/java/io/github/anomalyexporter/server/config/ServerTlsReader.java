package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.config.WebConfig.ClientAuth;
import io.github.anomalyexporter.server.config.WebConfig.ServerTls;
import io.github.anomalyexporter.server.config.WebConfig.TlsVersion;
import io.github.anomalyexporter.server.secret.PemSource;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;

/** Reads {@code tls_server_config}. */
final class ServerTlsReader {
  private static final Map<String, ClientAuth> CLIENT_AUTH = new LinkedHashMap<>();

  static {
    CLIENT_AUTH.put("NoClientCert", ClientAuth.NO_CLIENT_CERT);
    CLIENT_AUTH.put("RequestClientCert", ClientAuth.REQUEST_CLIENT_CERT);
    CLIENT_AUTH.put("RequireAnyClientCert", ClientAuth.REQUIRE_ANY_CLIENT_CERT);
    CLIENT_AUTH.put("RequireClientCert", ClientAuth.REQUIRE_ANY_CLIENT_CERT); // former name
    CLIENT_AUTH.put("VerifyClientCertIfGiven", ClientAuth.VERIFY_CLIENT_CERT_IF_GIVEN);
    CLIENT_AUTH.put("RequireAndVerifyClientCert", ClientAuth.REQUIRE_AND_VERIFY_CLIENT_CERT);
  }

  /** Java names of curves by their Go names. */
  private static final Map<String, String> CURVES =
      Map.of(
          "CurveP256", "secp256r1",
          "CurveP384", "secp384r1",
          "CurveP521", "secp521r1",
          "X25519", "x25519");

  private static final String BROKEN = ".*_(anon|NULL|EXPORT|RC4|DES|DES40|3DES|KRB5|MD5)(_.*|$)";

  private ServerTlsReader() {}

  /** Returns the settings; empty if absent. */
  static Optional<ServerTls> read(Value value) {
    Section section = value.section();
    Optional<PemSource> certificate = pem(section, "cert", "cert_file");
    Optional<PemSource> key = pem(section, "key", "key_file");
    Optional<PemSource> authority = pem(section, "client_ca", "client_ca_file");
    ClientAuth clientAuth =
        choice(section.value("client_auth_type"), CLIENT_AUTH).orElse(ClientAuth.NO_CLIENT_CERT);
    List<String> sans = section.value("client_allowed_sans").strings();
    TlsVersion least = version(section.value("min_version"), TlsVersion.TLS12);
    TlsVersion most = version(section.value("max_version"), TlsVersion.TLS13);
    List<String> cipherSuites = cipherSuites(section.value("cipher_suites"));
    boolean serverOrder = section.value("prefer_server_cipher_suites").bool().orElse(true);
    List<String> groups = choices(section.value("curve_preferences"), CURVES);
    if (!value.isMapping()) {
      return Optional.empty();
    }
    if (certificate.isEmpty()) {
      section.problem(ProblemKind.MISSING, "a cert_file or cert", "neither");
    }
    if (key.isEmpty()) {
      section.problem(ProblemKind.MISSING, "a key_file or key", "neither");
    }
    requireConsistent(section, clientAuth, authority.isPresent(), sans, least, most);
    return certificate.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ServerTls(
                certificate.get(),
                key.get(),
                clientAuth,
                authority.orElse(null),
                sans,
                least,
                most,
                cipherSuites,
                serverOrder,
                groups));
  }

  private static void requireConsistent(
      Section section,
      ClientAuth clientAuth,
      boolean authority,
      List<String> sans,
      TlsVersion least,
      TlsVersion most) {
    Value type = section.value("client_auth_type");
    if (authority && clientAuth == ClientAuth.NO_CLIENT_CERT) {
      type.problem(
          ProblemKind.CONFLICT,
          "RequireAndVerifyClientCert or another type that uses client_ca_file",
          "a type without client certificates");
    }
    if (!sans.isEmpty() && !clientAuth.isRequired()) {
      type.problem(
          ProblemKind.CONFLICT,
          "RequireAndVerifyClientCert or RequireAnyClientCert with client_allowed_sans",
          "a type that admits clients without a certificate");
    }
    if (most.compareTo(TlsVersion.TLS12) < 0) {
      section
          .value("max_version")
          .problem(
              ProblemKind.OUT_OF_RANGE,
              "TLS12 or TLS13, because older versions are disabled in Java");
    } else if (least.compareTo(most) > 0) {
      section
          .value("min_version")
          .problem(ProblemKind.CONFLICT, "at most the max_version, " + most);
    }
  }

  private static Optional<PemSource> pem(Section section, String key, String fileKey) {
    Value text = section.value(key);
    Value file = section.value(fileKey);
    Optional<PemSource> ofText = text.secret().map(found -> PemSource.ofText(key, found));
    Optional<PemSource> ofFile = file.file().map(found -> PemSource.ofFile(fileKey, found));
    if (text.isPresent() && file.isPresent()) {
      file.problem(ProblemKind.CONFLICT, "either " + key + " or " + fileKey, "both");
    }
    return ofText.isPresent() ? ofText : ofFile;
  }

  private static TlsVersion version(Value value, TlsVersion otherwise) {
    Map<String, TlsVersion> versions = new LinkedHashMap<>();
    Arrays.stream(TlsVersion.values()).forEach(it -> versions.put(it.name(), it));
    return choice(value, versions).orElse(otherwise);
  }

  /** Reads cipher suites supported by this JVM that encrypt; Go and Java use the same names. */
  private static List<String> cipherSuites(Value value) {
    Set<String> known = new TreeSet<>(List.of(supported()));
    known.removeIf(suite -> !suite.startsWith("TLS_") || suite.matches(BROKEN));
    List<String> suites = new ArrayList<>();
    for (Value item : value.items()) {
      Optional<String> suite = item.string();
      if (suite.isPresent() && !known.contains(suite.get())) {
        item.problem(
            ProblemKind.UNKNOWN_NAME,
            "a cipher suite such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
      }
      suite.ifPresent(suites::add);
    }
    return suites;
  }

  private static String[] supported() {
    try {
      return SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JVM has no TLS", e);
    }
  }

  private static <T> List<T> choices(Value value, Map<String, T> choices) {
    List<T> chosen = new ArrayList<>();
    value.items().forEach(item -> choice(item, choices).ifPresent(chosen::add));
    return chosen;
  }

  private static <T> Optional<T> choice(Value value, Map<String, T> choices) {
    return value.choice(new TreeMap<>(choices));
  }
}
