/**
 * Exemptions from Alertmanager and from Prometheus' alerts: current and past silences, and
 * incidents.
 */
@NullMarked
package io.github.anomalyexporter.server.alertmanager;

import org.jspecify.annotations.NullMarked;
