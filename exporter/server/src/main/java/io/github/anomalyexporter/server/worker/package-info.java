/** Trainings in a process of their own: its messages, and the process as seen by the exporter. */
@NullMarked
package io.github.anomalyexporter.server.worker;

import org.jspecify.annotations.NullMarked;
