package io.github.anomalyexporter.server.openid;

import java.net.URI;

/**
 * A login to begin.
 *
 * @param url page of the provider to which the browser is sent
 */
public record LoginRequest(URI url, PendingLogin pending) {}
