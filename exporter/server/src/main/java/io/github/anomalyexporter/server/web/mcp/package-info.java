/** Tools for assistants, by the Model Context Protocol; all of them only read. */
@NullMarked
package io.github.anomalyexporter.server.web.mcp;

import org.jspecify.annotations.NullMarked;
