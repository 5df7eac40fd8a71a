package io.github.anomalyexporter.server.web.mcp;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Predicate;

/** Answers a request by the server with the tools that the client may use. */
final class McpServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient HttpServlet reading;
  private final transient HttpServlet changing;
  private final transient Predicate<HttpServletRequest> mayChangeState;

  /**
   * @param reading has tools that only read
   * @param changing has all tools
   */
  McpServlet(
      HttpServlet reading, HttpServlet changing, Predicate<HttpServletRequest> mayChangeState) {
    this.reading = reading;
    this.changing = changing;
    this.mayChangeState = mayChangeState;
  }

  @Override
  public void init(ServletConfig config) throws ServletException {
    super.init(config);
    reading.init(config);
    changing.init(config);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    (mayChangeState.test(request) ? changing : reading).service(request, response);
  }
}
