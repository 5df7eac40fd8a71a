@NullMarked
package io.github.anomalyexporter.server.http;

import org.jspecify.annotations.NullMarked;
