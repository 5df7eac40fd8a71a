/** The evaluation as an HTML page with charts. */
@NullMarked
package io.github.anomalyexporter.evaluation.html;

import org.jspecify.annotations.NullMarked;
