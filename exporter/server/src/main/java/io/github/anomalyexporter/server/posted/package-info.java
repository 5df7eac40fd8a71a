/** Rows of features that are posted to the API: parsed, checked, and kept or scored. */
@NullMarked
package io.github.anomalyexporter.server.posted;

import org.jspecify.annotations.NullMarked;
