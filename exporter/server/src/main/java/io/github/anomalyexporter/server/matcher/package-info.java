/** Label matchers of PromQL, and regular expressions of untrusted text. */
@NullMarked
package io.github.anomalyexporter.server.matcher;

import org.jspecify.annotations.NullMarked;
