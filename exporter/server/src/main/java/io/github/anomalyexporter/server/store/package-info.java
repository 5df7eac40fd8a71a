/**
 * Model store on disk: versions are saved atomically and verified when read; the newest versions
 * are kept.
 */
@NullMarked
package io.github.anomalyexporter.server.store;

import org.jspecify.annotations.NullMarked;
