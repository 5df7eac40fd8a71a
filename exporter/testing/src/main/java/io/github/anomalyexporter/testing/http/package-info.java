/** Responses of the servers of this module, and their JSON. */
@NullMarked
package io.github.anomalyexporter.testing.http;

import org.jspecify.annotations.NullMarked;
