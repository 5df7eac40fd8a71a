package io.github.anomalyexporter.server.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one rule for URLs of servers and proxies, whether they are in a file or on the command line:
 * {@code scheme://[user:password@]host[:port][/prefix]}. A query or fragment is refused, and so is
 * an {@code @} behind the host: it shows that a password has characters that have to be escaped,
 * such as a slash, and the rest of it would be taken for a path.
 */
public final class ServerUrl {
  /** What is expected, for messages. */
  public static final String SYNTAX = "http(s)://host[:port][/prefix]";

  /** Underscores, unlike {@link URI#getHost()}: names of containers often have one. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:[^@]*@)?(?:[\\p{L}\\p{N}._-]+|\\[[0-9a-fA-F:.]+])(?::([0-9]{1,5}))?");

  private static final int HIGHEST_PORT = 65_535;

  private ServerUrl() {}

  /**
   * A URL of one of these schemes.
   *
   * @return empty if it does not follow the rule; show it by {@link #redacted} only
   */
  public static Optional<URI> parse(String text, String... schemes) {
    try {
      return Optional.of(new URI(text)).filter(url -> isValid(url, schemes));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  static boolean isValid(URI url, String... schemes) {
    @Nullable String scheme = url.getScheme();
    @Nullable String authority = url.getRawAuthority();
    @Nullable String path = url.getRawPath();
    return scheme != null
        && List.of(schemes).contains(scheme.toLowerCase(Locale.ROOT))
        && authority != null
        && isAuthority(authority)
        && (path == null || path.indexOf('@') < 0)
        && url.getRawQuery() == null
        && url.getRawFragment() == null;
  }

  private static boolean isAuthority(String authority) {
    Matcher matcher = AUTHORITY.matcher(authority);
    if (!matcher.matches()) {
      return false;
    }
    @Nullable String port = matcher.group(1);
    return port == null || (Integer.parseInt(port) >= 1 && Integer.parseInt(port) <= HIGHEST_PORT);
  }

  /**
   * A text as a message may show it, also if it is no URL: without what stands before the last
   * {@code @}, in a query or in a fragment.
   */
  public static String redacted(String text) {
    return text.replaceFirst("(?s)^([a-zA-Z]*://)?.*@", "$1<secret>@")
        .replaceFirst("(?s)([?#]).*$", "$1<secret>");
  }
}
