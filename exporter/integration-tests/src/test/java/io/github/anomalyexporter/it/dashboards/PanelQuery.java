package io.github.anomalyexporter.it.dashboards;

/**
 * A query of a dashboard, with its variables still in it.
 *
 * @param where it is, for a person
 * @param refId its name among the queries of its panel
 * @param legend the format of the legend; empty without one
 */
record PanelQuery(String where, String refId, String expression, String legend) {
  @Override
  public String toString() {
    return where + " " + refId + ": " + expression;
  }
}
