/** Puts the parts together, keeps time, reloads and stops. */
@NullMarked
package io.github.anomalyexporter.server.app;

import org.jspecify.annotations.NullMarked;
