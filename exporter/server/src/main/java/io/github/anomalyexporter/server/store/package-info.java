/** Models on disk: saved whole or not at all, checked when read, the last few kept. */
@NullMarked
package io.github.anomalyexporter.server.store;

import org.jspecify.annotations.NullMarked;
