/**
 * Client of the Prometheus HTTP API: instant and range queries, decoded as a stream, with retries,
 * failover and categorised errors. Only this package and {@code alertmanager} use OkHttp.
 */
@NullMarked
package io.github.anomalyexporter.server.prometheus;

import org.jspecify.annotations.NullMarked;
