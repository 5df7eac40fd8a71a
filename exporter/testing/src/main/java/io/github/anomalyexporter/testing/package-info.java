/** The command line: serves a fleet or writes its history. */
@NullMarked
package io.github.anomalyexporter.testing;

import org.jspecify.annotations.NullMarked;
