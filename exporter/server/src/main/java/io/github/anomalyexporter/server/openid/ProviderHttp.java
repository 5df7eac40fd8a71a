package io.github.anomalyexporter.server.openid;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.http.PlainHttpClient;
import io.github.anomalyexporter.server.http.PlainHttpClient.Received;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.List;
import java.util.Map;

/** Sends the requests of the Nimbus library with the exporter's own HTTP client. Thread-safe. */
final class ProviderHttp implements HTTPRequestSender, ResourceRetriever, AutoCloseable {
  private static final int CONCURRENT = 4;

  /** Metadata, keys and tokens have some kilobytes; a token with many groups some more. */
  private static final long MOST_BYTES = 1 << 20;

  private final PlainHttpClient client;

  ProviderHttp(HttpClientConfig config) {
    this.client = new PlainHttpClient(config, CONCURRENT, MOST_BYTES);
  }

  @Override
  public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
    boolean post = request.getMethod() == HTTPRequest.Method.POST;
    Received received =
        client.send(
            request.getURI(),
            request.getHeaderMap(),
            post ? request.getBody() == null ? "" : request.getBody() : null);
    HTTPResponse response = new HTTPResponse(received.status());
    received
        .headers()
        .forEach((name, values) -> response.setHeader(name, values.toArray(new String[0])));
    response.setBody(received.body());
    return response;
  }

  @Override
  public Resource retrieveResource(URL url) throws IOException {
    Received received = client.send(uri(url), Map.of(), null);
    if (received.status() != 200) {
      throw new IOException(url + ": expected status 200, found " + received.status());
    }
    List<String> types = received.headers().getOrDefault("content-type", List.of());
    return new Resource(received.body(), types.isEmpty() ? null : types.get(0));
  }

  private static URI uri(URL url) throws IOException {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IOException("not a URL: " + url, e);
    }
  }

  /** Returns the metadata of an issuer. */
  HTTPResponse metadata(HTTPRequest request) throws IOException, ParseException {
    HTTPResponse response = request.send(this);
    response.ensureStatusCode(HTTPResponse.SC_OK);
    return response;
  }

  @Override
  public void close() {
    client.close();
  }
}
