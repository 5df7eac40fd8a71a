package io.github.anomalyexporter.server.openid;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.github.anomalyexporter.server.access.Identity;
import io.github.anomalyexporter.server.access.Login;
import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.config.OpenIdConfig;
import io.github.anomalyexporter.server.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are accepted, and every kind that is not. */
class OpenIdProviderTest {
  private static final URI CALLBACK = URI.create("http://localhost:9877/login/callback");

  private TestProvider issuer;
  private OpenIdProvider provider;

  @BeforeEach
  void start() throws JOSEException {
    issuer = new TestProvider();
    provider = new OpenIdProvider(config("groups"));
  }

  @AfterEach
  void stop() {
    provider.close();
    issuer.close();
  }

  private OpenIdConfig config(String groupsClaim) {
    return new OpenIdConfig(
        TestProvider.CLIENT,
        Secret.of(TestProvider.SECRET),
        TestProvider.CLIENT,
        "preferred_username",
        groupsClaim,
        List.of("profile"),
        Duration.ofHours(1),
        HttpClientConfig.defaults(URI.create(issuer.issuer())));
  }

  private void refuses(String token) {
    assertThatThrownBy(() -> provider.verify(token))
        .isInstanceOfSatisfying(
            OpenIdException.class, e -> assertThat(e.isUnavailable()).isFalse());
  }

  @Test
  void a_token_of_the_provider_is_accepted() throws JOSEException, OpenIdException {
    assertThat(provider.verify(issuer.signed(issuer.claims().build())))
        .isEqualTo(new Identity("alice", Login.JWT, Set.of("sre")));
  }

  @Test
  void groups_may_be_inside_an_object_and_the_name_may_be_absent()
      throws JOSEException, OpenIdException {
    try (OpenIdProvider nested = new OpenIdProvider(config("realm_access.roles"))) {
      String token =
          issuer.signed(
              issuer
                  .claims()
                  .claim("preferred_username", null)
                  .claim("realm_access", Map.of("roles", List.of("a", "b")))
                  .build());
      assertThat(nested.verify(token)).isEqualTo(new Identity("0815", Login.JWT, Set.of("a", "b")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."})
  void text_that_is_no_token_is_refused(String text) {
    refuses(text);
  }

  /** The library throws an unchecked exception for some of them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "[]",
        "{\"alg\":null}",
        "{\"alg\":1}",
        "{\"alg\":\"dir\"}",
        "{\"alg\":\"dir\",\"enc\":null}",
        "{\"alg\":\"ES256\",\"kid\":null,\"crit\":null}",
        "{\"alg\":\"ES256\",\"b64\":0}",
        "{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":\"A128GCM\",\"p2c\":-1}",
      })
  void an_odd_header_is_refused(String header) {
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(header.getBytes(UTF_8));
    refuses(encoded + ".e30.AA");
    refuses(encoded + ".e30.");
    refuses(encoded + ".AA.AA.AA.AA");
    refuses(encoded + "..AA.AA.AA");
  }

  @Test
  void tokens_of_others_are_refused() throws JOSEException {
    refuses(issuer.signed(issuer.claims().issuer("https://elsewhere.example").build()));
    refuses(issuer.signed(issuer.claims().audience("another-client").build()));
    refuses(issuer.signed(issuer.claims().audience((String) null).build()));
    refuses(
        TestProvider.signed(
            issuer.claims().build(), new ECKeyGenerator(Curve.P_256).keyID("first").generate()));
    refuses(new PlainJWT(issuer.claims().build()).serialize());
  }

  @Test
  void a_token_without_a_valid_time_is_refused() throws JOSEException {
    Date past = Date.from(Instant.now().minus(Duration.ofMinutes(5)));
    refuses(issuer.signed(issuer.claims().expirationTime(past).build()));
    refuses(issuer.signed(issuer.claims().expirationTime(null).build()));
    Date later = Date.from(Instant.now().plus(Duration.ofMinutes(5)));
    refuses(issuer.signed(issuer.claims().notBeforeTime(later).build()));
  }

  /** The client's secret, or the public key taken as a secret, must not sign. */
  @Test
  void a_symmetric_signature_is_refused() throws JOSEException {
    String secret = TestProvider.SECRET.repeat(3);
    SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), issuer.claims().build());
    token.sign(new MACSigner(secret));
    refuses(token.serialize());
  }

  @Test
  void a_new_key_of_the_provider_is_found() throws JOSEException, OpenIdException {
    JWTClaimsSet claims = issuer.claims().build();
    assertThat(provider.verify(issuer.signed(claims)).name()).isEqualTo("alice");
    var second = new ECKeyGenerator(Curve.P_256).keyID("second").generate();
    issuer.server.stubFor(
        get(urlPathEqualTo("/keys"))
            .willReturn(
                okJson(
                    new JWKSet(List.of(issuer.key().toPublicJWK(), second.toPublicJWK()))
                        .toString())));

    assertThat(provider.verify(TestProvider.signed(claims, second)).name()).isEqualTo("alice");
  }

  @Test
  void a_provider_that_does_not_respond_is_asked_again_later()
      throws JOSEException, OpenIdException {
    issuer.server.stubFor(
        get(urlPathEqualTo("/realm/.well-known/openid-configuration")).willReturn(serverError()));
    String token = issuer.signed(issuer.claims().build());
    assertThatThrownBy(() -> provider.verify(token))
        .isInstanceOfSatisfying(OpenIdException.class, e -> assertThat(e.isUnavailable()).isTrue())
        .hasMessageContaining(issuer.issuer());

    issuer.serve(issuer.issuer());
    assertThat(provider.verify(token).name()).isEqualTo("alice");
  }

  /** A request may still use settings that have just been replaced. */
  @Test
  void a_closed_provider_is_unavailable() throws JOSEException {
    String token = issuer.signed(issuer.claims().build());
    provider.close();
    assertThatThrownBy(() -> provider.verify(token))
        .isInstanceOfSatisfying(OpenIdException.class, e -> assertThat(e.isUnavailable()).isTrue());
  }

  @Test
  void metadata_of_another_issuer_are_refused() throws JOSEException {
    issuer.serve("https://elsewhere.example/realm");
    String token = issuer.signed(issuer.claims().build());
    assertThatThrownBy(() -> provider.verify(token))
        .hasMessageContaining("expected the issuer " + issuer.issuer());
  }

  /** As of an issuer of JWT that has no login, such as Kubernetes. */
  @Test
  void metadata_without_a_login_are_refused() {
    issuer.server.stubFor(
        get(urlPathEqualTo("/realm/.well-known/openid-configuration"))
            .willReturn(
                okJson(
                    """
                    {"issuer": "%s", "jwks_uri": "%s/keys", "subject_types_supported": ["public"],
                     "response_types_supported": ["code"],
                     "id_token_signing_alg_values_supported": ["ES256"]}
                    """
                        .formatted(issuer.issuer(), issuer.server.baseUrl()))));
    assertThatThrownBy(() -> provider.begin(CALLBACK))
        .hasMessageContaining("expected authorization_endpoint, token_endpoint and jwks_uri");
  }

  @Test
  void a_login_is_redeemed_with_its_own_nonce_and_verifier() throws JOSEException, OpenIdException {
    LoginRequest login = provider.begin(CALLBACK);
    assertThat(login.url().toString())
        .startsWith(issuer.server.baseUrl() + "/authorize?")
        .contains("code_challenge_method=S256", "state=" + login.pending().state())
        .doesNotContain(TestProvider.SECRET, login.pending().verifier());

    issuer.redeem(issuer.signed(issuer.claims().claim("nonce", "another").build()));
    assertThatThrownBy(() -> provider.complete(login.pending(), "code"))
        .isInstanceOfSatisfying(
            OpenIdException.class, e -> assertThat(e.isUnavailable()).isFalse());

    issuer.redeem(issuer.signed(issuer.claims().claim("nonce", login.pending().nonce()).build()));
    assertThat(provider.complete(login.pending(), "code"))
        .isEqualTo(new Identity("alice", Login.SESSION, Set.of("sre")));
    assertThat(issuer.server.getAllServeEvents().get(0).getRequest().getBodyAsString())
        .contains("code_verifier=" + login.pending().verifier());
  }
}
