/** Input files: labelled rows, interpretations and incidents. */
@NullMarked
package io.github.anomalyexporter.evaluation.input;

import org.jspecify.annotations.NullMarked;
