/**
 * The configuration: read from YAML, checked as a whole, held in immutable values. The only package
 * that knows YAML.
 */
@NullMarked
package io.github.anomalyexporter.server.config;

import org.jspecify.annotations.NullMarked;
