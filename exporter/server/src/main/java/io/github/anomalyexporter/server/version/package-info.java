/** The version of the build. */
@NullMarked
package io.github.anomalyexporter.server.version;

import org.jspecify.annotations.NullMarked;
