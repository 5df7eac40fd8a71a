/** The result of a backtest, as table and JSON. */
@NullMarked
package io.github.anomalyexporter.evaluation.backtest;

import org.jspecify.annotations.NullMarked;
