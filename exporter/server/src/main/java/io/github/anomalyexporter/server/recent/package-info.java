/** What a detector found in its last hours: scores and anomalies, in memory or as scraped. */
@NullMarked
package io.github.anomalyexporter.server.recent;

import org.jspecify.annotations.NullMarked;
