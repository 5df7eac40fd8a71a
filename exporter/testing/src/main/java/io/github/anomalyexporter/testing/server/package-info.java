/** A fleet behind one HTTP port, with service discovery and control of the incidents. */
@NullMarked
package io.github.anomalyexporter.testing.server;

import org.jspecify.annotations.NullMarked;
