/**
 * HTTP client of JSON APIs: retries, failover, TLS, limits of time, concurrency and memory, and
 * categorised failures. Knows no API: a {@link
 * io.github.anomalyexporter.server.http.ResponseReader} interprets the responses. Only this package
 * uses OkHttp.
 */
@NullMarked
package io.github.anomalyexporter.server.http;

import org.jspecify.annotations.NullMarked;
