/** The configuration: readers of its sections, and immutable records of the result. */
@NullMarked
package io.github.anomalyexporter.server.config;

import org.jspecify.annotations.NullMarked;
