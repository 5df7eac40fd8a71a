/** Scoring runs and training runs: their steps, failures and exemptions. */
@NullMarked
package io.github.anomalyexporter.server.run;

import org.jspecify.annotations.NullMarked;
