package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.server.exemption.Exemptions;

/**
 * Running detector.
 *
 * @param state model and score board, kept across reloads where possible
 * @param exemptions exemptions of its instances, recreated by a reload
 */
public record RunningDetector(DetectorState state, Exemptions exemptions) {}
