/** Scheduling of runs. Only this package uses Quartz. */
@NullMarked
package io.github.anomalyexporter.server.schedule;

import org.jspecify.annotations.NullMarked;
