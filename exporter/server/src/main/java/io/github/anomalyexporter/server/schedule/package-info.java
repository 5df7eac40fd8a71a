/** When runs happen. The only place that knows Quartz. */
@NullMarked
package io.github.anomalyexporter.server.schedule;

import org.jspecify.annotations.NullMarked;
