package io.github.anomalyexporter.server.prometheus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that can misbehave below HTTP: it sends these bytes to every request and then falls
 * silent, closes, or resets the connection.
 */
final class RawServer implements AutoCloseable {
  enum Then {
    SILENT,
    CLOSE,
    RESET
  }

  final AtomicInteger requests = new AtomicInteger();
  final CountDownLatch asked = new CountDownLatch(1);
  private final ServerSocket listener;
  private final CountDownLatch closed = new CountDownLatch(1);

  RawServer(String answer, Then then) throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(
        () -> {
          while (true) {
            Socket socket = listener.accept();
            start(() -> serve(socket, answer, then));
          }
        });
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  private void serve(Socket socket, String answer, Then then)
      throws IOException, InterruptedException {
    try (socket) {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String line = reader.readLine();
      while (line != null && !line.isEmpty()) {
        line = reader.readLine();
      }
      OutputStream out = socket.getOutputStream();
      out.write(answer.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      requests.incrementAndGet();
      asked.countDown();
      if (then == Then.SILENT) {
        closed.await();
      } else if (then == Then.RESET) {
        socket.setSoLinger(true, 0);
      }
    }
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void start(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException | InterruptedException e) {
                // The client or the test has ended.
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    listener.close();
  }
}
