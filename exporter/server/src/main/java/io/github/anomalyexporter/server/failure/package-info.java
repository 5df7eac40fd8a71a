/** Failures that a user can mend, and their wording. */
@NullMarked
package io.github.anomalyexporter.server.failure;

import org.jspecify.annotations.NullMarked;
