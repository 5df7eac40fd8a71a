package io.github.anomalyexporter.server.web.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Complete response, which may be sent to several clients; compared by identity. Immutable if the
 * caller does not change the bytes, which are not copied.
 */
public final class Page {
  private static final String TAG = "ETag";

  /** Bytes of a tag: as many as make two documents with one tag improbable. */
  private static final int TAG_BYTES = 16;

  /** Bytes from which compression saves more than its headers cost. */
  private static final int LEAST_COMPRESSED = 1_000;

  private final int status;
  private final Map<String, String> headers;
  private final byte[] bytes;
  private volatile byte @Nullable [] compressed;

  public Page(int status, Map<String, String> headers, byte[] bytes) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.bytes = bytes;
  }

  /** Returns a line of plain text. */
  public static Page text(int status, String line) {
    return new Page(
        status,
        Map.of("Content-Type", "text/plain; charset=utf-8"),
        (line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Returns this page with an entity tag, the digest of its content, so that a client can ask
   * whether the content has changed. Caches ask each time.
   */
  public Page tagged() {
    return with(Map.of(TAG, '"' + digest() + '"', "Cache-Control", "no-cache"));
  }

  /**
   * Returns this page for a client, compressed if it is large and the client accepts that. The tag
   * of a compressed page is weak, because its bytes are others (RFC 9110, section 8.8.3).
   *
   * @param accepted the values of the header {@code Accept-Encoding}
   */
  public Page encodedFor(Collection<String> accepted) {
    if (bytes.length < LEAST_COMPRESSED || !isCompressible()) {
      return this;
    }
    Page varying = with(Map.of("Vary", "Accept-Encoding"));
    if (!acceptsGzip(accepted)) {
      return varying;
    }
    Map<String, String> encoded = new TreeMap<>(varying.headers);
    encoded.put("Content-Encoding", "gzip");
    encoded.computeIfPresent(TAG, (name, tag) -> "W/" + tag);
    return new Page(status, encoded, compressed());
  }

  private boolean isCompressible() {
    String type = headers.getOrDefault("Content-Type", "");
    return !headers.containsKey("Content-Encoding")
        && (type.startsWith("text/") || type.startsWith("application/"));
  }

  private static boolean acceptsGzip(Collection<String> accepted) {
    return accepted.stream()
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(value -> value.replace(" ", "").toLowerCase(Locale.ROOT))
        .anyMatch(
            value ->
                value.equals("gzip")
                    || (value.startsWith("gzip;") && !value.matches("gzip;q=0(\\.0*)?")));
  }

  /** Returns the compressed bytes; computed once for all clients, or once by each of a few. */
  private byte[] compressed() {
    byte[] known = compressed;
    if (known == null) {
      ByteArrayOutputStream buffer = new ByteArrayOutputStream(bytes.length / 4);
      try (GZIPOutputStream out = new GZIPOutputStream(buffer)) {
        out.write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      known = buffer.toByteArray();
      compressed = known;
    }
    return known;
  }

  /** Returns this page with more headers. */
  public Page with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(headers);
    all.putAll(more);
    return new Page(status, all, bytes);
  }

  private String digest() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(digest, TAG_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Returns this page, or 304 without content if a client has it already (RFC 9110, section
   * 13.1.2). Tags are compared weakly, because a proxy that compresses makes a tag weak.
   *
   * @param known the values of the header {@code If-None-Match}
   */
  public Page unlessKnown(Collection<String> known) {
    String tag = headers.get(TAG);
    boolean same =
        tag != null
            && known.stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(value -> value.strip().replaceFirst("^W/", ""))
                .anyMatch(value -> value.equals(tag) || value.equals("*"));
    if (!same) {
      return this;
    }
    Map<String, String> kept = new TreeMap<>(headers);
    kept.remove("Content-Type");
    return new Page(304, kept, new byte[0]);
  }

  public int status() {
    return status;
  }

  /** Unmodifiable. */
  public Map<String, String> headers() {
    return headers;
  }

  /** Returns the size of the content in bytes. */
  public int size() {
    return bytes.length;
  }

  /** Returns a new buffer of the content for one reader. */
  public ByteBuffer content() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }
}
