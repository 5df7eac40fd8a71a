package io.github.anomalyexporter.server.yaml;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Syntax of URLs of servers and proxies, in files and on the command line: {@code
 * scheme://[user:password@]host[:port][/prefix]}. Queries and fragments are refused, and also an
 * {@code @} after the host: it indicates a password with an unescaped character such as a slash,
 * whose rest would be parsed as a path.
 */
public final class ServerUrl {
  /** Description of the syntax, for messages. */
  public static final String SYNTAX = "http(s)://host[:port][/prefix]";

  /** Unlike {@link URI#getHost()}, allows underscores, which are common in container names. */
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:[^@]*@)?(?:[\\p{L}\\p{N}._-]+|\\[[0-9a-fA-F:.]+])(?::([0-9]{1,5}))?");

  private static final int HIGHEST_PORT = 65_535;

  private ServerUrl() {}

  /**
   * Parses a URL with one of these schemes.
   *
   * @return empty if it is invalid; an invalid URL may be shown by {@link #redacted} only
   */
  public static Optional<URI> parse(String text, String... schemes) {
    try {
      return Optional.of(new URI(text)).filter(url -> isValid(url, schemes));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  public static boolean isValid(URI url, String... schemes) {
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
   * Returns a text for messages, which may be an invalid URL: removes everything before the last
   * {@code @}, the query and the fragment.
   */
  public static String redacted(String text) {
    return text.replaceFirst("(?s)^([a-zA-Z]*://)?.*@", "$1<secret>@")
        .replaceFirst("(?s)([?#]).*$", "$1<secret>");
  }
}
