package io.github.anomalyexporter.server.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Sends errors as one line of plain text, suitable for curl. */
final class PlainErrorHandler extends ErrorHandler {
  /** Without this only GET, HEAD and POST have a text. */
  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int code,
      String message,
      Throwable cause,
      Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, MimeTypes.Type.TEXT_PLAIN_UTF_8.asString());
    response.write(
        true,
        ByteBuffer.wrap((code + " " + message + "\n").getBytes(StandardCharsets.UTF_8)),
        callback);
  }
}
