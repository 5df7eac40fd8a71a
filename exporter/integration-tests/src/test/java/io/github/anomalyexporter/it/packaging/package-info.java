/**
 * What users install: archive, package, image, chart, units, rules, examples and the configuration
 * of Alertmanager, each by the real program that reads it.
 */
@NullMarked
package io.github.anomalyexporter.it.packaging;

import org.jspecify.annotations.NullMarked;
