/**
 * Time ranges in which an instance is exempt from alerts or from training: calendar, silences,
 * incidents.
 */
@NullMarked
package io.github.anomalyexporter.server.exemption;

import org.jspecify.annotations.NullMarked;
