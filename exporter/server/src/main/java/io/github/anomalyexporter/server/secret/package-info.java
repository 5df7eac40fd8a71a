/** Secrets and PEM data that a configuration contains or names a file for. */
@NullMarked
package io.github.anomalyexporter.server.secret;

import org.jspecify.annotations.NullMarked;
