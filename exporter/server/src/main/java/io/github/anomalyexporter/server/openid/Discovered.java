package io.github.anomalyexporter.server.openid;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.ConfigurableJWTProcessor;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.github.anomalyexporter.server.config.OpenIdConfig;
import java.net.MalformedURLException;
import java.time.Duration;
import java.util.Set;

/**
 * A provider's endpoints, and the checks of its tokens with its keys.
 *
 * @param idTokens checks tokens of a browser login
 * @param bearer checks tokens that are sent with a request
 */
record Discovered(
    OIDCProviderMetadata metadata,
    IDTokenValidator idTokens,
    ConfigurableJWTProcessor<SecurityContext> bearer) {
  /**
   * Asymmetric signatures that every JVM has. Symmetric ones are refused: their key is the client's
   * secret, which others may know.
   */
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  /** Time for which keys are used without another look. */
  private static final Duration KEYS = Duration.ofMinutes(5);

  /** Time for which the last keys are used while the provider does not respond. */
  private static final Duration OUTAGE = Duration.ofHours(1);

  /** Least time between two requests for keys because of a token with an unknown key. */
  private static final Duration BETWEEN_REQUESTS = Duration.ofSeconds(30);

  static Discovered of(OIDCProviderMetadata metadata, OpenIdConfig config, ProviderHttp http)
      throws MalformedURLException {
    JWKSource<SecurityContext> keys =
        JWKSourceBuilder.<SecurityContext>create(metadata.getJWKSetURI().toURL(), http)
            .cache(KEYS.toMillis(), config.http().timeout().toMillis())
            .refreshAheadCache(false)
            .rateLimited(BETWEEN_REQUESTS.toMillis())
            .outageTolerant(OUTAGE.toMillis())
            .build();
    JWSVerificationKeySelector<SecurityContext> selector =
        new JWSVerificationKeySelector<>(ALGORITHMS, keys);
    return new Discovered(
        metadata,
        new IDTokenValidator(metadata.getIssuer(), new ClientID(config.clientId()), selector, null),
        bearer(metadata, config, selector));
  }

  /** Accepts JWT of any use that have an expiry and name this exporter as their audience. */
  private static ConfigurableJWTProcessor<SecurityContext> bearer(
      OIDCProviderMetadata metadata,
      OpenIdConfig config,
      JWSVerificationKeySelector<SecurityContext> selector) {
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    processor.setJWSKeySelector(selector);
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            config.audience(),
            new JWTClaimsSet.Builder().issuer(metadata.getIssuer().getValue()).build(),
            Set.of("exp")));
    return processor;
  }
}
