package io.github.anomalyexporter.server.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderConfigurationRequest;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import io.github.anomalyexporter.server.access.Identity;
import io.github.anomalyexporter.server.access.Login;
import io.github.anomalyexporter.server.config.OpenIdConfig;
import io.github.anomalyexporter.server.failure.UsageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect provider: browser login by authorization code with PKCE, and verification of
 * JWT. The provider is asked for its endpoints at the first login, so that the exporter starts
 * without it. Thread-safe; calls may wait for the provider, a bounded number at one time.
 */
public final class OpenIdProvider implements AutoCloseable {
  /** Fewer than the threads that execute requests, so that a slow provider does not occupy all. */
  private static final int MOST_WAITING = 4;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final OpenIdConfig config;
  private final ProviderHttp http;
  private final Claims claims;
  private final Semaphore waiting = new Semaphore(MOST_WAITING);
  private @Nullable Discovered discovered;

  /**
   * @throws UsageException if a TLS file of the configuration cannot be used
   */
  public OpenIdProvider(OpenIdConfig config) {
    this.config = config;
    this.http = new ProviderHttp(config.http());
    this.claims = new Claims(config.usernameClaim(), config.groupsClaim());
  }

  /** Returns the settings with which it was created. */
  public OpenIdConfig config() {
    return config;
  }

  /**
   * Begins a browser login.
   *
   * @param redirect URL of this server to which the provider sends the browser
   * @throws OpenIdException if the provider does not respond
   */
  public LoginRequest begin(URI redirect) throws OpenIdException {
    Discovered provider = admit(this::discovered);
    CodeVerifier verifier = new CodeVerifier();
    State state = new State();
    Nonce nonce = new Nonce();
    Scope scope = new Scope("openid");
    config.scopes().forEach(scope::add);
    URI url =
        new AuthenticationRequest.Builder(
                ResponseType.CODE, scope, new ClientID(config.clientId()), redirect)
            .endpointURI(provider.metadata().getAuthorizationEndpointURI())
            .state(state)
            .nonce(nonce)
            .codeChallenge(verifier, CodeChallengeMethod.S256)
            .build()
            .toURI();
    return new LoginRequest(
        url,
        new PendingLogin(
            state.getValue(), nonce.getValue(), verifier.getValue(), redirect.toString()));
  }

  /**
   * Completes a browser login.
   *
   * @param code as received from the provider, with the state of the pending login
   * @throws OpenIdException if the provider refuses the code or its token is not valid
   */
  public Identity complete(PendingLogin pending, String code) throws OpenIdException {
    return admit(
        () -> {
          Discovered provider = discovered();
          JWT token = redeem(provider, pending, code);
          try {
            return claims.identity(
                provider.idTokens().validate(token, new Nonce(pending.nonce())).toJWTClaimsSet(),
                Login.SESSION);
          } catch (ParseException e) {
            throw OpenIdException.refused("the ID token is not valid: " + e.getMessage());
          }
        });
  }

  private JWT redeem(Discovered provider, PendingLogin pending, String code)
      throws OpenIdException, IOException, ParseException {
    TokenResponse response =
        OIDCTokenResponseParser.parse(
            tokenRequest(provider, pending, code).toHTTPRequest().send(http));
    if (!response.indicatesSuccess()) {
      throw OpenIdException.refused(
          "the provider refused the login: "
              + response.toErrorResponse().getErrorObject().getCode());
    }
    JWT token = ((OIDCTokenResponse) response.toSuccessResponse()).getOIDCTokens().getIDToken();
    if (token == null) {
      throw OpenIdException.refused("the provider returned no ID token");
    }
    return token;
  }

  private TokenRequest tokenRequest(Discovered provider, PendingLogin pending, String code) {
    AuthorizationCodeGrant grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code),
            URI.create(pending.redirect()),
            new CodeVerifier(pending.verifier()));
    URI endpoint = provider.metadata().getTokenEndpointURI();
    ClientID client = new ClientID(config.clientId());
    return (config.clientSecret() == null
            ? new TokenRequest.Builder(endpoint, client, grant)
            : new TokenRequest.Builder(
                endpoint,
                new ClientSecretBasic(client, new Secret(config.clientSecret().reveal())),
                grant))
        .build();
  }

  /**
   * Returns the identity of a JWT that was sent with a request.
   *
   * @throws OpenIdException if it is not valid, or the provider's keys cannot be read
   */
  public Identity verify(String token) throws OpenIdException {
    return admit(
        () -> {
          JWTClaimsSet verified = discovered().bearer().process(token, null);
          return claims.identity(verified, Login.JWT);
        });
  }

  /** Returns what the provider says about itself, asked once. */
  private synchronized Discovered discovered() throws IOException, ParseException {
    if (discovered == null) {
      Issuer issuer = new Issuer(config.issuer());
      OIDCProviderMetadata metadata =
          OIDCProviderMetadata.parse(
              http.metadata(new OIDCProviderConfigurationRequest(issuer).toHTTPRequest())
                  .getBody());
      requireComplete(metadata, issuer);
      discovered = Discovered.of(metadata, config, http);
    }
    return discovered;
  }

  private static void requireComplete(OIDCProviderMetadata metadata, Issuer issuer)
      throws ParseException {
    if (!metadata.getIssuer().equals(issuer)) {
      throw new ParseException("expected the issuer " + issuer + ", found " + metadata.getIssuer());
    }
    if (metadata.getAuthorizationEndpointURI() == null
        || metadata.getTokenEndpointURI() == null
        || metadata.getJWKSetURI() == null) {
      throw new ParseException(
          "expected authorization_endpoint, token_endpoint and jwks_uri in its metadata");
    }
  }

  /** A call of the library. */
  @FunctionalInterface
  private interface Attempt<T> {
    T run()
        throws OpenIdException,
            IOException,
            ParseException,
            java.text.ParseException,
            BadJOSEException,
            JOSEException;
  }

  private <T> T admit(Attempt<T> attempt) throws OpenIdException {
    try {
      if (!waiting.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw OpenIdException.unavailable("too many logins at once; try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OpenIdException.unavailable("the exporter is stopping");
    }
    try {
      return attempt.run();
    } catch (IOException | UncheckedIOException | KeySourceException e) {
      throw OpenIdException.unavailable(
          "the OpenID provider %s cannot be used: %s".formatted(config.issuer(), e.getMessage()));
    } catch (ParseException e) {
      throw OpenIdException.unavailable(
          "the OpenID provider %s sent an unexpected response: %s"
              .formatted(config.issuer(), e.getMessage()));
    } catch (java.text.ParseException | BadJOSEException | JOSEException e) {
      throw OpenIdException.refused("the token is not valid: " + e.getMessage());
    } catch (RuntimeException e) {
      // The library throws any of them for tokens with odd headers, such as null for an object.
      throw OpenIdException.refused("the token is not valid: " + e);
    } finally {
      waiting.release();
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
