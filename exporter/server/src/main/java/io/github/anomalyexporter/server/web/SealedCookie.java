package io.github.anomalyexporter.server.web;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cookie whose content the browser can neither read nor change, encrypted with a key of this
 * process. Holds what begins before a login is complete: the server stores nothing for a client
 * that it does not know. Thread-safe.
 */
final class SealedCookie {
  private static final String END = "end";

  private final String name;
  private final Duration lifetime;
  private final @Nullable URI externalUrl;
  private final InstantSource clock;
  private final byte[] key = new byte[32];

  /**
   * @param externalUrl null if unknown
   */
  SealedCookie(
      String name,
      Duration lifetime,
      @Nullable URI externalUrl,
      InstantSource clock,
      SecureRandom random) {
    this.name = name;
    this.lifetime = lifetime;
    this.externalUrl = externalUrl;
    this.clock = clock;
    random.nextBytes(key);
  }

  /** Sends the content to the browser. */
  void set(HttpServletRequest request, HttpServletResponse response, Map<String, Object> content) {
    Map<String, Object> sealed = new HashMap<>(content);
    sealed.put(END, clock.instant().plus(lifetime).getEpochSecond());
    JWEObject encrypted =
        new JWEObject(
            new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM), new Payload(sealed));
    try {
      encrypted.encrypt(new DirectEncrypter(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("every JVM has AES", e);
    }
    response.addCookie(
        cookie(request, encrypted.serialize(), Math.toIntExact(lifetime.toSeconds())));
  }

  /** Returns the content that was sent to the browser of this request, unless it is too old. */
  Optional<Map<String, Object>> content(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    return cookies == null
        ? Optional.empty()
        : Arrays.stream(cookies)
            .filter(it -> it.getName().equals(name))
            .map(it -> opened(it.getValue()))
            .flatMap(Optional::stream)
            .findFirst();
  }

  private Optional<Map<String, Object>> opened(String text) {
    try {
      JWEObject encrypted = JWEObject.parse(text);
      encrypted.decrypt(new DirectDecrypter(key));
      Map<String, Object> content = encrypted.getPayload().toJSONObject();
      return content.get(END) instanceof Number end
              && clock.instant().getEpochSecond() < end.longValue()
          ? Optional.of(content)
          : Optional.empty();
    } catch (ParseException | JOSEException | RuntimeException e) {
      // The library throws unchecked exceptions for odd headers, such as null for an object.
      return Optional.empty();
    }
  }

  /** Removes the content from the browser. */
  void remove(HttpServletRequest request, HttpServletResponse response) {
    response.addCookie(cookie(request, "", 0));
  }

  private Cookie cookie(HttpServletRequest request, String value, int maxAge) {
    Cookie cookie = new Cookie(name, value);
    cookie.setHttpOnly(true);
    cookie.setSecure(request.isSecure() || WebOptions.isHttps(externalUrl));
    cookie.setPath("/");
    cookie.setMaxAge(maxAge);
    cookie.setAttribute("SameSite", "Lax");
    return cookie;
  }
}
