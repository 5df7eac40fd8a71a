/** Invalid input, failing servers and disks, and stops: what the exporter does and reports then. */
@NullMarked
package io.github.anomalyexporter.it.faults;

import org.jspecify.annotations.NullMarked;
