/** What is looked at: features, their transforms, engineered features, scalers. */
@NullMarked
package io.github.anomalyexporter.core.feature;

import org.jspecify.annotations.NullMarked;
