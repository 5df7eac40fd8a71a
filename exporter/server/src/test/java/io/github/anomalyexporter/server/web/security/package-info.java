@NullMarked
package io.github.anomalyexporter.server.web.security;

import org.jspecify.annotations.NullMarked;
