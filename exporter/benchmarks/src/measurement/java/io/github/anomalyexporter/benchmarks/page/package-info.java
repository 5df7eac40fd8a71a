/** The page for a large fleet in a browser, and many open pages. */
@NullMarked
package io.github.anomalyexporter.benchmarks.page;

import org.jspecify.annotations.NullMarked;
