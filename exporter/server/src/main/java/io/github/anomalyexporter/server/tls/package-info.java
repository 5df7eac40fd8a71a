/** Certificates and keys in PEM, for TLS clients and the TLS server. */
@NullMarked
package io.github.anomalyexporter.server.tls;

import org.jspecify.annotations.NullMarked;
