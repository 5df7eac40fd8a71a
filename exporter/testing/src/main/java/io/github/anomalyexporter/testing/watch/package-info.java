/** The scores of all instances as a live table in the terminal, read from Prometheus. */
@NullMarked
package io.github.anomalyexporter.testing.watch;

import org.jspecify.annotations.NullMarked;
