/** Commands of the program. Only this package writes to the terminal and ends the process. */
@NullMarked
package io.github.anomalyexporter.server.cli;

import org.jspecify.annotations.NullMarked;
