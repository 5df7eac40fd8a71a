/**
 * Reading of YAML with strict keys: every problem at once, each with its path and line. Only this
 * package uses a YAML library.
 */
@NullMarked
package io.github.anomalyexporter.server.yaml;

import org.jspecify.annotations.NullMarked;
