/**
 * What would have been: a detector over a past range of the user's own Prometheus, before it is
 * switched on.
 */
@NullMarked
package io.github.anomalyexporter.server.backtest;

import org.jspecify.annotations.NullMarked;
