/** The dashboards: their files, and their queries by a real Prometheus. */
@NullMarked
package io.github.anomalyexporter.it.dashboards;

import org.jspecify.annotations.NullMarked;
