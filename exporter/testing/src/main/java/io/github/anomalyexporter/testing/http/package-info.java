/** Responses of the servers of this module. */
@NullMarked
package io.github.anomalyexporter.testing.http;

import org.jspecify.annotations.NullMarked;
