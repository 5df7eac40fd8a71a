/** HTTP server: metrics, API, lifecycle. Only this package uses Jetty and servlets. */
@NullMarked
package io.github.anomalyexporter.server.web;

import org.jspecify.annotations.NullMarked;
