@NullMarked
package io.github.anomalyexporter.server.alertmanager;

import org.jspecify.annotations.NullMarked;
