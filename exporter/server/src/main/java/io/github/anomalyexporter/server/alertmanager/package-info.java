/**
 * What Alertmanager and Prometheus' alerts say about the instances: silences, now and in the past,
 * and incidents.
 */
@NullMarked
package io.github.anomalyexporter.server.alertmanager;

import org.jspecify.annotations.NullMarked;
