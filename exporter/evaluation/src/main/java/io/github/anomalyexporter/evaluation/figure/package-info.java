/** Quality figures of scores compared with labels. */
@NullMarked
package io.github.anomalyexporter.evaluation.figure;

import org.jspecify.annotations.NullMarked;
