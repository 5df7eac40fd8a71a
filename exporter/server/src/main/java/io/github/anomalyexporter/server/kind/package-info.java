/** The kinds of detectors: each with its training, its files and its runtime. */
@NullMarked
package io.github.anomalyexporter.server.kind;

import org.jspecify.annotations.NullMarked;
