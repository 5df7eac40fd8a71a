/** Certificates and keys in PEM, for the servers that are asked and for the server this is. */
@NullMarked
package io.github.anomalyexporter.server.tls;

import org.jspecify.annotations.NullMarked;
