package io.github.anomalyexporter.server.run;

/**
 * A detector as it runs now.
 *
 * @param state its model and board, which a reload keeps where it can
 * @param exemptions what people have said about its instances; a reload brings them anew
 */
public record RunningDetector(DetectorState state, Exemptions exemptions) {}
