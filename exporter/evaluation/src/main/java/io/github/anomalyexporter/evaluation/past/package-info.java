/** Training and scoring of past rows as in use, and the alerts that they would have raised. */
@NullMarked
package io.github.anomalyexporter.evaluation.past;

import org.jspecify.annotations.NullMarked;
