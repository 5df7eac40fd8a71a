package io.github.anomalyexporter.server.access;

import io.github.anomalyexporter.server.matcher.LabelSelectors;

/**
 * A team and the hosts that its members see.
 *
 * @param hosts selectors of identity labels and {@code detector}
 */
public record Team(Members members, LabelSelectors hosts) {}
