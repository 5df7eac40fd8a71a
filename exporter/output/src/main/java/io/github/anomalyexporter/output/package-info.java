/** The format of JSON documents and of text tables. */
@NullMarked
package io.github.anomalyexporter.output;

import org.jspecify.annotations.NullMarked;
