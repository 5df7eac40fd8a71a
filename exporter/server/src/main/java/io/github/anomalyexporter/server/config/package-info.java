/**
 * Configuration: read from YAML, validated, and represented by immutable values. Only this package
 * uses YAML.
 */
@NullMarked
package io.github.anomalyexporter.server.config;

import org.jspecify.annotations.NullMarked;
