/** Who may see and do what: roles, teams, tokens. Knows neither HTTP nor the configuration file. */
@NullMarked
package io.github.anomalyexporter.server.access;

import org.jspecify.annotations.NullMarked;
