package io.github.anomalyexporter.server.web;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.io.AbstractEndPoint;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Closes connections that are never idle and never get anything done: those that send a handshake
 * or a request byte by byte (slowloris), and those that take an answer so. An idle time does not
 * end these, since each byte begins it anew. While no more connections are accepted, it closes
 * those that are idle as well, to make room: at the second look those that have had an answer, and
 * later those whose first request may still be on its way. For one thread.
 */
final class SlowConnections {
  private final ServerConnector connector;
  private final Duration requestTime;
  private final Duration answerTime;
  private final BooleanSupplier full;
  private Map<EndPoint, Progress> connections = new HashMap<>();

  /** What a connection had done when it last got anything done, and when that was. */
  private record Progress(
      long requests, long answers, long bytesIn, boolean isWriting, boolean isIdle, long nanoTime) {
    boolean isSameAs(Progress other) {
      return requests == other.requests && answers == other.answers;
    }

    Progress idle() {
      return new Progress(requests, answers, bytesIn, isWriting, true, nanoTime);
    }

    /** An answer counts when its first bytes are sent; then its writing tells. */
    boolean isAnswering() {
      return requests > answers || isWriting;
    }
  }

  /**
   * @param full whether no more connections are accepted
   */
  SlowConnections(ServerConnector connector, WebLimits limits, BooleanSupplier full) {
    this.connector = connector;
    this.requestTime = limits.requestTime();
    this.answerTime = limits.answerTime();
    this.full = full;
  }

  /** Looks at all connections; to be called about every second. */
  void closeThem() {
    boolean makeRoom = full.getAsBoolean();
    Map<EndPoint, Progress> next = new HashMap<>();
    for (EndPoint endPoint : connector.getConnectedEndPoints()) {
      Progress now = progress(endPoint);
      Progress last = connections.get(endPoint);
      if (last == null) {
        next.put(endPoint, now);
        continue;
      }
      boolean idle = now.bytesIn() == last.bytesIn() && !now.isAnswering();
      Progress since = last;
      if (idle && !last.isIdle()) {
        since = now.idle();
      } else if (!idle && (last.isIdle() || !now.isSameAs(last))) {
        since = now;
      }
      Duration limit = limit(idle ? since : now);
      if ((makeRoom || !idle) && now.nanoTime() - since.nanoTime() > limit.toNanos()) {
        endPoint.close();
      } else {
        next.put(endPoint, since);
      }
    }
    connections = next;
  }

  private Duration limit(Progress progress) {
    if (progress.isIdle()) {
      return progress.answers() > 0 ? Duration.ZERO : requestTime.dividedBy(2);
    }
    return progress.isAnswering() ? answerTime : requestTime;
  }

  private static Progress progress(EndPoint endPoint) {
    Connection outer = endPoint.getConnection();
    Connection inner =
        outer instanceof SslConnection ssl ? ssl.getSslEndPoint().getConnection() : outer;
    return new Progress(
        inner == null ? 0 : inner.getMessagesIn(),
        inner == null ? 0 : inner.getMessagesOut(),
        outer == null ? 0 : outer.getBytesIn(),
        endPoint instanceof AbstractEndPoint it && it.getWriteFlusher().isPending(),
        false,
        System.nanoTime());
  }
}
