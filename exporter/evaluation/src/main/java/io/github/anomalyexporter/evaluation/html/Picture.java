package io.github.anomalyexporter.evaluation.html;

import java.util.Locale;

/** SVG picture with two axes, drawn from back to front. */
final class Picture {
  private static final int LEFT = 60;
  private static final int TOP = 12;
  private static final int RIGHT = 12;
  private static final int BOTTOM = 38;

  private final StringBuilder svg = new StringBuilder();
  private final int width;
  private final int height;

  /**
   * Creates an empty picture.
   *
   * @param title title for screen readers
   */
  Picture(int width, int height, String title) {
    this.width = width;
    this.height = height;
    add("<svg viewBox=\"0 0 %d %d\" role=\"img\">", width, height);
    svg.append("<title>").append(escape(title)).append("</title>\n");
  }

  static double left() {
    return LEFT;
  }

  double right() {
    return width - RIGHT;
  }

  static double top() {
    return TOP;
  }

  double bottom() {
    return height - BOTTOM;
  }

  Picture axes(Axis x, String xTitle, Axis y, String yTitle) {
    for (Axis.Tick tick : x.ticks()) {
      double place = x.place(tick.value());
      line("grid", place, y.start(), place, y.end(), "");
      text("middle", place, y.start() + 16, tick.text());
    }
    for (Axis.Tick tick : y.ticks()) {
      double place = y.place(tick.value());
      line("grid", x.start(), place, x.end(), place, "");
      text("end", x.start() - 6, place + 4, tick.text());
    }
    text("middle", (x.start() + x.end()) / 2, height - 4.0, xTitle);
    add(
        "<text transform=\"translate(14 %.1f) rotate(-90)\" text-anchor=\"middle\">%s</text>\n",
        (y.start() + y.end()) / 2, escape(yTitle));
    return this;
  }

  /**
   * Adds a filled box.
   *
   * @param tip tooltip; may be empty
   */
  Picture box(String style, double x, double y, double wide, double high, String tip) {
    add(
        "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\">",
        style, x, y, wide, high);
    tip(tip);
    svg.append("</rect>\n");
    return this;
  }

  Picture line(String style, double x1, double y1, double x2, double y2, String tip) {
    add(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\">",
        style, x1, y1, x2, y2);
    tip(tip);
    svg.append("</line>\n");
    return this;
  }

  Picture dot(String style, double x, double y, String tip) {
    add("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\">", style, x, y);
    tip(tip);
    svg.append("</circle>\n");
    return this;
  }

  /**
   * Adds a path without fill.
   *
   * @param path path in SVG syntax
   */
  Picture path(String style, CharSequence path) {
    svg.append("<path class=\"").append(style).append("\" d=\"").append(path).append("\"/>\n");
    return this;
  }

  Picture text(String anchor, double x, double y, String text) {
    add("<text text-anchor=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>\n", anchor, x, y, escape(text));
    return this;
  }

  private void tip(String text) {
    if (!text.isEmpty()) {
      svg.append("<title>").append(escape(text)).append("</title>");
    }
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  @Override
  public String toString() {
    return svg + "</svg>\n";
  }
}
