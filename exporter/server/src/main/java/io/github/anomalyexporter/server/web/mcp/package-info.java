/** Tools for assistants, by the Model Context Protocol; only that for a backtest changes state. */
@NullMarked
package io.github.anomalyexporter.server.web.mcp;

import org.jspecify.annotations.NullMarked;
