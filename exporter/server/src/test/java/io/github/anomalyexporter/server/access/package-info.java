@NullMarked
package io.github.anomalyexporter.server.access;

import org.jspecify.annotations.NullMarked;
