/** What can go wrong on a simulated host, from an instant on. */
@NullMarked
package io.github.anomalyexporter.testing.incident;

import org.jspecify.annotations.NullMarked;
