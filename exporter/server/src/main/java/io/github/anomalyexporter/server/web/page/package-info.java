/** Complete responses and their rendering; knows no servlets. */
@NullMarked
package io.github.anomalyexporter.server.web.page;

import org.jspecify.annotations.NullMarked;
