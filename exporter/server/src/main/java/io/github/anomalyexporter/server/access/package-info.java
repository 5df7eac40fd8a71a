/** Roles, teams and tokens of callers. Independent of HTTP and of the configuration file. */
@NullMarked
package io.github.anomalyexporter.server.access;

import org.jspecify.annotations.NullMarked;
