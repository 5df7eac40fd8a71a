/** A stub of Telegram's Bot API, as strict as the real API, and a phone that shows its messages. */
@NullMarked
package io.github.anomalyexporter.testing.telegram;

import org.jspecify.annotations.NullMarked;
