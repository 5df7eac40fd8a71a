/** Logins at an OpenID Connect provider, with the library Nimbus. */
@NullMarked
package io.github.anomalyexporter.server.openid;

import org.jspecify.annotations.NullMarked;
