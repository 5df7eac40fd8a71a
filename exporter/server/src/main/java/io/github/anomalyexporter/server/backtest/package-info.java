/** Backtest of a detector over a past range of a Prometheus. */
@NullMarked
package io.github.anomalyexporter.server.backtest;

import org.jspecify.annotations.NullMarked;
