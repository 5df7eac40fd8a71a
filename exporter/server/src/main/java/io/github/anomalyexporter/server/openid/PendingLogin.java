package io.github.anomalyexporter.server.openid;

/**
 * What the response of the provider to one login has to fit; secret, for the browser of the login
 * only.
 *
 * @param state returned by the provider as it was sent
 * @param nonce in the ID token
 * @param verifier proves that the code is redeemed by the sender of the request (PKCE, RFC 7636)
 * @param redirect URL to which the provider sends the browser
 */
public record PendingLogin(String state, String nonce, String verifier, String redirect) {
  @Override
  public String toString() {
    return "PendingLogin[redirect=" + redirect + "]";
  }
}
