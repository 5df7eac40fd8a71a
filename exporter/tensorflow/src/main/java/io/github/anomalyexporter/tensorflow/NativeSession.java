package io.github.anomalyexporter.tensorflow;

import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;

/** A graph and the session that runs it; owns their native memory. */
final class NativeSession implements AutoCloseable {
  /**
   * One thread within an operation and the calling thread for all operations. These graphs are too
   * small for parallel execution; sums have a fixed order, so the same seed gives the same model;
   * and scoring never waits for training.
   */
  static final ConfigProto CONFIG =
      ConfigProto.newBuilder()
          .setIntraOpParallelismThreads(1)
          .setInterOpParallelismThreads(-1)
          .build();

  private final Graph graph;
  private final Session session;
  private final Ops ops;

  NativeSession() {
    NativeLibrary.load();
    graph = new Graph();
    session = new Session(graph, CONFIG);
    ops = Ops.create(graph);
  }

  Ops ops() {
    return ops;
  }

  Session session() {
    return session;
  }

  Session.Runner runner() {
    return session.runner();
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
