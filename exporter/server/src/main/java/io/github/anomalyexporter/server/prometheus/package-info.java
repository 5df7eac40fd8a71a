/**
 * The Prometheus HTTP API: instant and range queries, decoded as a stream, with retries, failover
 * and errors that have a category. The only package, with {@code alertmanager}, that sees OkHttp.
 */
@NullMarked
package io.github.anomalyexporter.server.prometheus;

import org.jspecify.annotations.NullMarked;
