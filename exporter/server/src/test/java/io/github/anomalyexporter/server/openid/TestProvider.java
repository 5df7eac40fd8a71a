package io.github.anomalyexporter.server.openid;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/** An OpenID provider with a key of its own, whose tokens a test chooses. */
public final class TestProvider implements AutoCloseable {
  public static final String CLIENT = "exporter";
  public static final String SECRET = "s3cret-of-the-client";

  public final WireMockServer server = new WireMockServer(options().dynamicPort());
  private final ECKey key;

  public TestProvider() throws JOSEException {
    key = new ECKeyGenerator(Curve.P_256).keyID("first").generate();
    server.start();
    serve(issuer());
    server.stubFor(
        get(urlPathEqualTo("/keys")).willReturn(okJson(new JWKSet(key.toPublicJWK()).toString())));
  }

  /** Names an issuer in the metadata. */
  public void serve(String issuer) {
    server.stubFor(
        get(urlPathEqualTo("/realm/.well-known/openid-configuration"))
            .willReturn(
                okJson(
                    """
                    {
                      "issuer": "%1$s",
                      "authorization_endpoint": "%2$s/authorize",
                      "token_endpoint": "%2$s/token",
                      "jwks_uri": "%2$s/keys",
                      "subject_types_supported": ["public"],
                      "response_types_supported": ["code"],
                      "id_token_signing_alg_values_supported": ["ES256"]
                    }
                    """
                        .formatted(issuer, server.baseUrl()))));
  }

  public String issuer() {
    return server.baseUrl() + "/realm";
  }

  /** Returns the key that signs. */
  public ECKey key() {
    return key;
  }

  /** Returns valid claims of alice, a member of sre, for an hour. */
  public JWTClaimsSet.Builder claims() {
    Instant now = Instant.now();
    return new JWTClaimsSet.Builder()
        .issuer(issuer())
        .audience(CLIENT)
        .subject("0815")
        .claim("preferred_username", "alice")
        .claim("groups", List.of("sre"))
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plus(Duration.ofHours(1))));
  }

  public String signed(JWTClaimsSet claims) throws JOSEException {
    return signed(claims, key);
  }

  /** Returns a token signed by a key that the provider may not have. */
  public static String signed(JWTClaimsSet claims, ECKey by) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(by.getKeyID()).build(), claims);
    token.sign(new ECDSASigner(by));
    return token.serialize();
  }

  /** Redeems each code for this ID token. */
  public void redeem(String idToken) {
    server.stubFor(
        post(urlPathEqualTo("/token"))
            .willReturn(
                okJson(
                    "{\"access_token\": \"a\", \"token_type\": \"Bearer\", \"id_token\": \"%s\"}"
                        .formatted(idToken))));
  }

  @Override
  public void close() {
    server.stop();
  }
}
