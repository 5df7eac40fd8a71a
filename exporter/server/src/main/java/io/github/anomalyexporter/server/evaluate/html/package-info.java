/** Evaluations as a self-contained HTML page with charts. */
@NullMarked
package io.github.anomalyexporter.server.evaluate.html;

import org.jspecify.annotations.NullMarked;
