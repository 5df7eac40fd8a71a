/** What holds for the code as a whole. */
@NullMarked
package io.github.anomalyexporter.server;

import org.jspecify.annotations.NullMarked;
