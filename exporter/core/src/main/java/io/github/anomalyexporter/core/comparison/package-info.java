/**
 * Which instances and features changed most in a window of time, compared with a baseline. Needs no
 * model: it compares distributions of values.
 */
@NullMarked
package io.github.anomalyexporter.core.comparison;

import org.jspecify.annotations.NullMarked;
