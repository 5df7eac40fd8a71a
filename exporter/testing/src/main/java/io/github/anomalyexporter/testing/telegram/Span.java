package io.github.anomalyexporter.testing.telegram;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a message's text as a phone shows it.
 *
 * @param link where a tap leads, null if nowhere
 */
public record Span(String text, boolean bold, @Nullable String link) {}
