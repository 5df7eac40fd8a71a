/** The log: layout, collapsing of repeated lines, files. */
@NullMarked
package io.github.anomalyexporter.server.logging;

import org.jspecify.annotations.NullMarked;
