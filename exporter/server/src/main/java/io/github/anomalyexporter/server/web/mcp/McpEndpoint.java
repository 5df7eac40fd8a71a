package io.github.anomalyexporter.server.web.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.anomalyexporter.output.JsonDocument;
import io.github.anomalyexporter.server.version.BuildVersion;
import io.github.anomalyexporter.server.web.api.BadParameterException;
import io.github.anomalyexporter.server.web.api.BoundedAnswers;
import io.github.anomalyexporter.server.web.api.ExporterApi;
import io.github.anomalyexporter.server.web.api.ForbiddenException;
import io.github.anomalyexporter.server.web.api.Route;
import io.github.anomalyexporter.server.web.api.ToolDocuments;
import io.github.anomalyexporter.server.web.api.UnavailableException;
import io.github.anomalyexporter.server.web.api.Visibility;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator.ValidationResponse;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpStatelessServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.transport.HttpServletStatelessServerTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of the Model Context Protocol: each request is complete in itself and is answered on
 * the thread of the request, without a session.
 */
public final class McpEndpoint {
  private static final Logger LOGGER = LoggerFactory.getLogger(McpEndpoint.class);

  private static final String INSTRUCTIONS =
      "anomaly-exporter scores how unusual each host (instance) is. A score above 1 is anomalous; an unknown"
          + " number is null and not normal. Begin with list_anomalies, then explain_instance. Unusual is not"
          + " the same as harmful.";

  /** Attribute of a request: the name of the tool that changed, or tried to change, state. */
  public static final String CHANGED_BY = McpEndpoint.class.getName() + ".changed";

  private static final String REQUEST = "request";

  /** A call of a tool with its arguments takes some hundred bytes. */
  private static final int MOST_BYTES = 8 << 10;

  private McpEndpoint() {}

  /**
   * Returns a servlet for POST requests. It checks neither {@code Host} nor {@code Origin}: a
   * filter before it has to.
   *
   * @param waiting bounds the calls that wait for another server
   * @param mayChangeState whether a request has the tools that change state
   * @param visibility the instances that the caller of a request sees
   */
  public static HttpServlet servlet(
      ExporterApi exporter,
      BoundedAnswers waiting,
      Predicate<HttpServletRequest> mayChangeState,
      Function<HttpServletRequest, Visibility> visibility) {
    Function<HttpServletRequest, ToolDocuments> documents =
        request -> new ToolDocuments(exporter, waiting, visibility.apply(request));
    return new McpServlet(
        transport(documents, McpTool::isReadOnly),
        transport(documents, tool -> true),
        mayChangeState);
  }

  private static HttpServlet transport(
      Function<HttpServletRequest, ToolDocuments> documents, Predicate<McpTool> offered) {
    HttpServletStatelessServerTransport transport =
        HttpServletStatelessServerTransport.builder()
            .jsonMapper(McpMessages.JSON)
            .messageEndpoint(Route.MCP.path())
            .maxRequestSize(MOST_BYTES)
            .contextExtractor(request -> McpTransportContext.create(Map.of(REQUEST, request)))
            .build();
    var unused =
        McpServer.sync(transport)
            .serverInfo("anomaly-exporter", BuildVersion.current())
            .instructions(INSTRUCTIONS)
            .capabilities(ServerCapabilities.builder().tools(false).build())
            .jsonMapper(McpMessages.JSON)
            // The documents check the arguments, so that a message is the same as that of the API.
            .validateToolInputs(false)
            .jsonSchemaValidator((schema, content) -> ValidationResponse.asValid(""))
            .immediateExecution(true)
            .tools(
                Arrays.stream(McpTool.values())
                    .filter(offered)
                    .map(tool -> specification(tool, documents))
                    .toList())
            .build();
    return transport;
  }

  private static SyncToolSpecification specification(
      McpTool tool, Function<HttpServletRequest, ToolDocuments> documents) {
    return SyncToolSpecification.builder()
        .tool(
            Tool.builder(tool.label(), tool.schema())
                .title(tool.title())
                .description(tool.description())
                .annotations(
                    ToolAnnotations.builder()
                        .readOnlyHint(tool.isReadOnly())
                        .destructiveHint(false)
                        .idempotentHint(tool.isReadOnly())
                        .openWorldHint(false)
                        .build())
                .build())
        .callHandler(
            (context, call) -> {
              // A call without a request has no caller, and fails.
              HttpServletRequest request =
                  (HttpServletRequest) Objects.requireNonNull(context.get(REQUEST));
              CallToolResult result = call(tool, documents.apply(request), call.arguments());
              if (!tool.isReadOnly()) {
                request.setAttribute(CHANGED_BY, tool.label());
              }
              return result;
            })
        .build();
  }

  private static CallToolResult call(
      McpTool tool, ToolDocuments documents, @Nullable Map<String, Object> arguments) {
    try {
      Object answer = tool.answer(documents, arguments == null ? Map.of() : arguments);
      String json = new String(JsonDocument.bytes(answer), UTF_8);
      return CallToolResult.builder()
          .structuredContent(McpMessages.JSON, json)
          .addTextContent(json)
          .build();
    } catch (BadParameterException | ForbiddenException | UnavailableException e) {
      return failure(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOGGER.error("the tool {} failed", tool.label(), e);
      return failure("internal error: see the log for the reason");
    }
  }

  private static CallToolResult failure(String message) {
    return CallToolResult.builder().isError(true).addTextContent(message).build();
  }
}
