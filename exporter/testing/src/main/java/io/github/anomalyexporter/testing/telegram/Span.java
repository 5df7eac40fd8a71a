package io.github.anomalyexporter.testing.telegram;

import org.jspecify.annotations.Nullable;

/**
 * A part of a message's text as shown on a phone.
 *
 * @param link target of a tap, null without a link
 */
public record Span(String text, boolean bold, @Nullable String link) {}
