/** Files of the storage and of the configuration: durable, and bounded in size. */
@NullMarked
package io.github.anomalyexporter.server.files;

import org.jspecify.annotations.NullMarked;
