/** The documents of the HTTP API and the table of all routes; knows no servlets. */
@NullMarked
package io.github.anomalyexporter.server.web.api;

import org.jspecify.annotations.NullMarked;
