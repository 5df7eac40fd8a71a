package io.github.anomalyexporter.server.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Layout with one line per event, for any content: {@code ts}, {@code level}, {@code logger},
 * {@code msg} and, for unexpected failures, {@code exception} with the stack trace. Line ends,
 * quotes and control characters are escaped as in JSON.
 */
public final class LogLayout extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final Format format;

  /** Output format of the fields. */
  public enum Format {
    LOGFMT,
    JSON
  }

  public LogLayout(Format format) {
    this.format = format;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("ts", TIME.format(Instant.ofEpochMilli(event.getTimeStamp())));
    fields.put("level", event.getLevel().toString());
    String logger = event.getLoggerName();
    fields.put("logger", logger.substring(logger.lastIndexOf('.') + 1));
    fields.put("msg", event.getFormattedMessage());
    if (event.getThrowableProxy() != null) {
      fields.put("exception", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    return (format == Format.JSON ? json(fields) : logfmt(fields)) + "\n";
  }

  private static String json(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(it -> quoted(it.getKey()) + ":" + quoted(it.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /**
   * Formats the fields as logfmt. Free text is always quoted, so that every line has the same form.
   */
  private static String logfmt(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            it ->
                it.getKey()
                    + "="
                    + (it.getKey().equals("msg") || !it.getValue().matches("[\\w.:$-]+")
                        ? quoted(it.getValue())
                        : it.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String value) {
    StringBuilder text = new StringBuilder("\"");
    JsonStringEncoder.getInstance().quoteAsString(value, text);
    // JSON allows these characters; terminals and line splitters that follow Unicode break on them.
    return text.append('"')
        .toString()
        .replace("\u0085", "\\u0085")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029")
        .replace("\u007f", "\\u007f");
  }
}
