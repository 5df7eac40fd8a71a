/**
 * Client of the Prometheus HTTP API: instant and range queries, decoded as a stream, and the
 * meaning of the responses of Prometheus and of the sources that have the same API.
 */
@NullMarked
package io.github.anomalyexporter.server.prometheus;

import org.jspecify.annotations.NullMarked;
