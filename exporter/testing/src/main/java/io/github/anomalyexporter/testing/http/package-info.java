/** What the servers of this module answer. */
@NullMarked
package io.github.anomalyexporter.testing.http;

import org.jspecify.annotations.NullMarked;
