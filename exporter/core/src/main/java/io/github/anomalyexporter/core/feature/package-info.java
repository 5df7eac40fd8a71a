/** Features, their transforms, engineered features and scalers. */
@NullMarked
package io.github.anomalyexporter.core.feature;

import org.jspecify.annotations.NullMarked;
