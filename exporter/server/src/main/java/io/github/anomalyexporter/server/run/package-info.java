/** A scoring run and a training run, each one straight line through the domain. */
@NullMarked
package io.github.anomalyexporter.server.run;

import org.jspecify.annotations.NullMarked;
