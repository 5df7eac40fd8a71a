package io.github.anomalyexporter.server.access;

import io.github.anomalyexporter.server.matcher.LabelSelectors;
import java.time.Instant;

/**
 * A token for programs, of which only the hash is known.
 *
 * @param name for the audit log
 * @param sha256 SHA-256 of the token, 64 lower case hexadecimal digits. A token has 256 random
 *     bits, so that a slow hash as for passwords is not necessary
 * @param expires first time at which it is refused
 * @param hosts the hosts that its holder sees
 */
public record ApiToken(
    String name, String sha256, Role role, Instant expires, LabelSelectors hosts) {}
