/**
 * The decision whether a retrained model replaces the active one, and the count of found incidents.
 */
@NullMarked
package io.github.anomalyexporter.core.acceptance;

import org.jspecify.annotations.NullMarked;
