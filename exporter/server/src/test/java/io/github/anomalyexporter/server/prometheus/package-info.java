@NullMarked
package io.github.anomalyexporter.server.prometheus;

import org.jspecify.annotations.NullMarked;
