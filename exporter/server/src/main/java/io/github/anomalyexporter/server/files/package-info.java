/** Files of the storage: durable, checked, and bounded in size. */
@NullMarked
package io.github.anomalyexporter.server.files;

import org.jspecify.annotations.NullMarked;
