package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.config.WebConfig.RateLimit;
import io.github.anomalyexporter.server.config.WebConfig.ServerTls;
import io.github.anomalyexporter.server.failure.FileProblem;
import io.github.anomalyexporter.server.files.BoundedFile;
import io.github.anomalyexporter.server.secret.Secret;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.github.anomalyexporter.server.yaml.Node;
import io.github.anomalyexporter.server.yaml.Node.Entry;
import io.github.anomalyexporter.server.yaml.Node.Mapping;
import io.github.anomalyexporter.server.yaml.Node.Scalar;
import io.github.anomalyexporter.server.yaml.Node.ScalarType;
import io.github.anomalyexporter.server.yaml.Problem;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Reading;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import io.github.anomalyexporter.server.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the file of {@code --web.config.file}. Unlike the exporter-toolkit, refuses files with
 * ineffective settings (TLS settings without a certificate, a rate limit that admits no requests).
 */
public final class WebConfigFile {
  /** bcrypt in its modular crypt format, with the prefixes that OpenBSD, PHP and others write. */
  private static final Pattern BCRYPT =
      Pattern.compile("\\$2[aby]\\$(0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}");

  /**
   * Highest cost of a hash: about a second for each login that is not cached. Each increment
   * doubles the time; 31 would take days.
   */
  private static final int HIGHEST_COST = 14;

  /** Headers allowed by the exporter-toolkit with their allowed values; empty for any. */
  private static final Map<String, List<String>> HEADERS =
      Map.of(
          "Content-Security-Policy", List.of(),
          "Strict-Transport-Security", List.of(),
          "X-Content-Type-Options", List.of("nosniff"),
          "X-Frame-Options", List.of("deny", "sameorigin"),
          "X-XSS-Protection", List.of());

  private static final int LARGEST_BURST = 1_000_000;

  private WebConfigFile() {}

  /**
   * Returns the settings in this file; relative paths are resolved against its directory, and an
   * empty file means no security. The files that it names are not read.
   *
   * @throws ConfigException with all problems, or the reason why it cannot be read
   */
  public static WebConfig load(Path file) throws ConfigException {
    String text;
    try {
      text = BoundedFile.text(file, BoundedFile.CONFIGURATION);
    } catch (IOException e) {
      throw new ConfigException(
          "--web.config.file " + file,
          List.of(Problem.ofFile("a file that can be read", FileProblem.of(e))));
    }
    Optional<Path> directory = Optional.ofNullable(file.toAbsolutePath().getParent());
    Reading reading = new Reading(file.toString(), directory.orElse(Path.of("")));
    Node document = YamlReader.read(reading, text);
    Section root = new Value(reading, "", 1, document).section();
    Section http = root.value("http_server_config").section();
    ServerTls tls = ServerTlsReader.read(root.value("tls_server_config")).orElse(null);
    Map<String, Secret> users = users(root.value("basic_auth_users"));
    WebConfig config =
        new WebConfig(
            tls,
            http.value("http2").bool().orElse(true),
            headers(http.value("headers")),
            users,
            rateLimit(root.value("rate_limit")).orElse(null),
            AccessReader.read(
                root.value("access"), users.keySet(), tls != null && tls.clientAuth().isVerified()),
            WebConfig.PROTECTING.stream()
                .filter(key -> isStated(document, key))
                .collect(Collectors.toSet()));
    reading.finish();
    return config;
  }

  /** Returns whether a value exists at this path, including empty lists or mappings. */
  private static boolean isStated(Node document, String path) {
    Node node = document;
    for (String key : path.split("\\.", -1)) {
      Entry entry = node instanceof Mapping mapping ? mapping.entries().get(key) : null;
      if (entry == null) {
        return false;
      }
      node = entry.value();
    }
    return !(node instanceof Scalar scalar && scalar.type() == ScalarType.NOTHING);
  }

  private static Map<String, String> headers(Value value) {
    Section section = value.section();
    Map<String, String> headers = new LinkedHashMap<>();
    HEADERS.forEach(
        (name, values) -> {
          Value header = section.value(name);
          Optional<String> text =
              values.isEmpty()
                  ? header.literal("a line of printable ASCII", "[\\x20-\\x7e]*")
                  : header.choice(byName(values));
          text.filter(found -> !found.isEmpty()).ifPresent(found -> headers.put(name, found));
        });
    return headers;
  }

  private static Map<String, String> byName(List<String> values) {
    Map<String, String> choices = new LinkedHashMap<>();
    values.forEach(value -> choices.put(value, value));
    return choices;
  }

  private static Map<String, Secret> users(Value value) {
    Map<String, Secret> users = new LinkedHashMap<>();
    value
        .map()
        .forEach(
            (user, password) -> {
              Optional<Secret> hash = hash(password);
              if (user.contains(":")) {
                password.problem(
                    ProblemKind.INVALID_VALUE,
                    "a user name without a colon",
                    "a name with a colon");
              }
              hash.ifPresent(found -> users.put(user, found));
            });
    return users;
  }

  private static Optional<Secret> hash(Value password) {
    Optional<Secret> secret = password.secret();
    Matcher matcher = BCRYPT.matcher(secret.map(Secret::reveal).orElse(""));
    if (!matcher.matches()) {
      password.problem(
          ProblemKind.INVALID_VALUE,
          "a bcrypt hash (create it with: htpasswd -nBC 10 USER)",
          "something else");
      return Optional.empty();
    }
    int cost = Integer.parseInt(matcher.group(1));
    if (cost > HIGHEST_COST) {
      password.problem(
          ProblemKind.OUT_OF_RANGE,
          "a bcrypt hash with a cost of at most "
              + HIGHEST_COST
              + ", because a higher cost makes each login too slow (create it with: htpasswd -nBC 10 USER)",
          "a cost of " + cost);
    }
    return secret;
  }

  private static Optional<RateLimit> rateLimit(Value value) {
    Section section = value.section();
    Value interval = section.value("interval");
    Duration found =
        interval
            .string(
                "a duration such as 100ms or 1s",
                GoDuration.SYNTAX + "|0") // as Go's time.ParseDuration takes it
            .map(GoDuration::parse)
            .orElse(Duration.ZERO);
    Value burst = section.value("burst");
    int most = burst.integer(0, LARGEST_BURST).orElse(0);
    if (found.isZero()) {
      return Optional.empty();
    }
    if (most == 0) {
      burst.problem(ProblemKind.OUT_OF_RANGE, "at least 1, or no request would be answered", "0");
    }
    return Optional.of(new RateLimit(found, most));
  }
}
