/**
 * The data flow from hosts to scores, alerts and messages, with real servers around the exporter.
 */
@NullMarked
package io.github.anomalyexporter.it.scenario;

import org.jspecify.annotations.NullMarked;
