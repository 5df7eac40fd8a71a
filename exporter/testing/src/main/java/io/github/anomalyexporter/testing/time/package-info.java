/** Times and durations as users write them. */
@NullMarked
package io.github.anomalyexporter.testing.time;

import org.jspecify.annotations.NullMarked;
