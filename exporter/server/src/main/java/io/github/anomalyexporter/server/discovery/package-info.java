/**
 * Discovery of instances and of the length of their history; the PromQL expressions of detectors.
 */
@NullMarked
package io.github.anomalyexporter.server.discovery;

import org.jspecify.annotations.NullMarked;
