/**
 * Who may use the exporter's own HTTP, and over what: TLS, users, limits of the rate, as the file
 * of {@code --web.config.file} has them. Knows no server.
 */
@NullMarked
package io.github.anomalyexporter.server.web.security;

import org.jspecify.annotations.NullMarked;
