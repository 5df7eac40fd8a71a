package io.github.anomalyexporter.tensorflow;

import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;

/** A graph and the session that runs it: one owner of their native memory. */
final class NativeSession implements AutoCloseable {
  /**
   * One thread within an operation and the calling thread for all operations. These graphs are too
   * small to be worth sharing out, sums keep their order and so one seed gives one model, and
   * scoring never queues behind training.
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
