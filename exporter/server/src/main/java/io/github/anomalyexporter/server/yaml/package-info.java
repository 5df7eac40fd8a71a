/** Reading of YAML with strict keys: every problem at once, each with its path and line. */
@NullMarked
package io.github.anomalyexporter.server.yaml;

import org.jspecify.annotations.NullMarked;
