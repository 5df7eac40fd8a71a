package io.github.anomalyexporter.server.web;

import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Handles each request with an {@link Answer}. While the connection limit is reached, each response
 * closes its connection, to make room for waiting connections.
 */
final class AnswerHandler extends Handler.Wrapper {
  private final OpenAnswers open;
  private final BooleanSupplier full;

  /**
   * @param full whether the connection limit is reached
   */
  AnswerHandler(Handler handler, OpenAnswers open, BooleanSupplier full) {
    super(handler);
    this.open = open;
    this.full = full;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    HttpVersion version = request.getConnectionMetaData().getHttpVersion();
    if (version.getVersion() < HttpVersion.HTTP_2.getVersion() && full.getAsBoolean()) {
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    }
    Answer answer = new Answer(request, response, callback, open);
    return super.handle(request, answer, answer);
  }
}
