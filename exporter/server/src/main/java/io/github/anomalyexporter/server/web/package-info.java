/** HTTP around it all. The only place that knows Jetty and servlets. */
@NullMarked
package io.github.anomalyexporter.server.web;

import org.jspecify.annotations.NullMarked;
