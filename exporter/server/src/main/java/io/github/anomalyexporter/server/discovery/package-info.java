/** Which instances Prometheus has, how much history of each, and the expressions that ask it. */
@NullMarked
package io.github.anomalyexporter.server.discovery;

import org.jspecify.annotations.NullMarked;
