package io.github.anomalyexporter.server.web.mcp;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.io.IOException;

/** The format of the protocol's messages. */
final class McpMessages {
  /** Safe for use by several threads. */
  static final McpJsonMapper JSON =
      new JacksonMcpJsonMapper(
          JsonMapper.builder().addModule(new SimpleModule().addSerializer(new Refusal())).build());

  /** JSON-RPC 2.0, section 5.1: an error of the server, whose message may be of any exception. */
  private static final int INTERNAL = -32603;

  private McpMessages() {}

  /**
   * An error of the transport as an error of JSON-RPC, without an id because the request was not
   * understood. The SDK would write all properties of the exception, with its stack trace.
   */
  private static final class Refusal extends StdSerializer<McpError> {
    private static final long serialVersionUID = 1L;

    Refusal() {
      super(McpError.class);
    }

    @Override
    public void serialize(McpError error, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      JSONRPCError cause = error.getJsonRpcError();
      int code = cause == null ? INTERNAL : cause.code();
      json.writeStartObject();
      json.writeStringField("jsonrpc", "2.0");
      json.writeNullField("id");
      json.writeObjectFieldStart("error");
      json.writeNumberField("code", code);
      json.writeStringField(
          "message", cause == null || code == INTERNAL ? "Internal error" : cause.message());
      json.writeEndObject();
      json.writeEndObject();
    }
  }
}
