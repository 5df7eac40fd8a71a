/** Alertmanager: its silences, current and past, as exemptions. */
@NullMarked
package io.github.anomalyexporter.server.alertmanager;

import org.jspecify.annotations.NullMarked;
