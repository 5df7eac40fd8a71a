/** The responses of the HTTP server, compared with {@code openapi.yaml}. */
@NullMarked
package io.github.anomalyexporter.server.web.contract;

import org.jspecify.annotations.NullMarked;
