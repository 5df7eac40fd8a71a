/** Evaluations as one HTML page with pictures that needs nothing else. */
@NullMarked
package io.github.anomalyexporter.server.evaluate.html;

import org.jspecify.annotations.NullMarked;
