/**
 * Security of the exporter's HTTP server as configured by {@code --web.config.file}: TLS, users,
 * rate limit. Independent of the server implementation.
 */
@NullMarked
package io.github.anomalyexporter.server.web.security;

import org.jspecify.annotations.NullMarked;
