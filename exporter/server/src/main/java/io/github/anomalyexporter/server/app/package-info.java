/** Assembles the exporter: creates, schedules, reloads and closes its parts. */
@NullMarked
package io.github.anomalyexporter.server.app;

import org.jspecify.annotations.NullMarked;
