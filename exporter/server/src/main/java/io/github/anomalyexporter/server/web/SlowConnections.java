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
 * Closes connections that are never idle but make no progress: clients that send a handshake or a
 * request byte by byte (slowloris) or read a response byte by byte. An idle timeout does not apply
 * to them because each byte restarts it. While the connection limit is reached, idle connections
 * are closed as well: connections that have received a response at the second check, connections
 * whose first request may be in transit later. For use by one thread.
 */
final class SlowConnections {
  private final ServerConnector connector;
  private final Duration requestTime;
  private final Duration answerTime;
  private final BooleanSupplier full;
  private Map<EndPoint, Progress> connections = new HashMap<>();

  /** State of a connection at its last progress, and the time of it. */
  private record Progress(
      long requests, long answers, long bytesIn, boolean isWriting, boolean isIdle, long nanoTime) {
    boolean isSameAs(Progress other) {
      return requests == other.requests && answers == other.answers;
    }

    Progress idle() {
      return new Progress(requests, answers, bytesIn, isWriting, true, nanoTime);
    }

    /**
     * Returns whether a response is pending or being written: a response is counted when its first
     * bytes are sent, afterwards {@code isWriting} applies.
     */
    boolean isAnswering() {
      return requests > answers || isWriting;
    }
  }

  /**
   * @param full whether the connection limit is reached
   */
  SlowConnections(ServerConnector connector, WebLimits limits, BooleanSupplier full) {
    this.connector = connector;
    this.requestTime = limits.requestTime();
    this.answerTime = limits.answerTime();
    this.full = full;
  }

  /** Checks all connections; to be called about every second. */
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
