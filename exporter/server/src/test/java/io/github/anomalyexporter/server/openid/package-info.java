@NullMarked
package io.github.anomalyexporter.server.openid;

import org.jspecify.annotations.NullMarked;
