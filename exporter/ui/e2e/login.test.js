// Login at a Keycloak: alice is an operator, bob a viewer, guest has no role.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAccess, onPage, open } from "./browser.js";

async function logIn(page, user) {
  await page.locator("#username").fill(user);
  await page.locator("#password").fill(process.env.PASSWORD);
  await page.locator("#kc-login").click();
}

test("a user logs in, sees the role, logs out and in again", () =>
  onPage(async (page) => {
    await open(page);
    await logIn(page, "alice");
    await page.getByText("alice (operator)").waitFor();
    assert.equal(new URL(page.url()).pathname, new URL(process.env.PAGE).pathname);
    const cookies = await page.context().cookies();
    const session = cookies.find(({ name }) => name === "anomaly_exporter_session");
    assert.ok(session.httpOnly);
    assert.equal(session.sameSite, "Lax");
    await checkAccess(page);

    await page.getByRole("button", { name: "Log out" }).click();
    await page.getByRole("heading", { name: "You are logged out" }).waitFor();
    await checkAccess(page);
    // The session at the provider continues.
    await page.getByRole("button", { name: "Log in" }).click();
    await page.getByText("alice (operator)").waitFor();
  }).catch((error) => {
    // The browser reports the requests without a session.
    assert.match(error.message, /status of 401/);
    assert.doesNotMatch(error.message, /status of (?!401)/);
  }));

test("a viewer sees no button that changes state, and is refused", () =>
  onPage(async (page) => {
    await open(page);
    await logIn(page, "bob");
    await page.getByText("bob (viewer)").waitFor();
    await open(page, "preview");
    await page.getByRole("heading", { name: "Preview" }).waitFor();
    for (const view of ["preview", "detectors/node"]) {
      await open(page, view);
      await page.getByRole("heading", { level: 1 }).waitFor();
      assert.equal(await page.getByRole("button", { name: /Start|Train now|Roll back/ }).count(), 0);
    }
    const refused = await page.evaluate(async () => {
      const response = await fetch("api/v1/detectors/node/train", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: "{}",
      });
      return [response.status, (await response.json()).error];
    });
    assert.deepEqual(refused, [
      403,
      "POST /api/v1/detectors/{detector}/train requires the role operator, found viewer",
    ]);
  }).catch((error) => {
    assert.match(error.message, /status of 403/);
    assert.doesNotMatch(error.message, /status of (?!403)/);
  }));

test("a user without a role is refused with the reason", () =>
  onPage(async (page) => {
    await open(page);
    await logIn(page, "guest");
    await page.getByText("openid:guest has no role").waitFor();
  }).catch((error) => assert.match(error.message, /status of 403/)));
