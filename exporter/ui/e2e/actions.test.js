// What an operator changes, with an exporter that has an Alertmanager.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAccess, checkWidth, onPage, open, picture } from "./browser.js";

const [host] = (process.env.HOSTS ?? "web-1:9100").split(",");

test("a detector is trained now and rolled back", () =>
  onPage(async (page) => {
    await open(page, "detectors/node");
    await page.getByRole("button", { name: "Train now" }).focus();
    await page.keyboard.press("Enter");
    await page.getByText(/A training (was requested|is running)/).waitFor();
    await page.getByText(/The last training ended .*: (the new model is active|each host keeps)/).waitFor();
    const back = page.getByRole("button", { name: /^Roll back to / }).first();
    await back.waitFor();
    const version = (await back.textContent()).replace("Roll back to ", "");
    await picture(page, "detector");
    await back.click();
    const dialog = page.getByRole("dialog", { name: `Roll back node to ${version}?` });
    await dialog.getByText(`${version} becomes active at once`).waitFor();
    await checkAccess(page);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await back.click();
    await dialog.getByRole("button", { name: "Roll back" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("row").filter({ hasText: version }).getByText("serving").waitFor();
    await page.getByText("withdrawn").first().waitFor();
    await checkAccess(page);
  }));

test("a host is silenced and its silence is expired", () =>
  onPage(async (page) => {
    await open(page, `host/${encodeURIComponent(host)}?job=node`);
    await page.getByText("None: the host alerts").waitFor();
    await page.getByRole("button", { name: "Silence", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: `Silence ${host}` });
    await dialog.getByLabel("Comment").waitFor();
    assert.ok(await dialog.getByRole("button", { name: "Silence" }).isDisabled(), "without a comment");
    await page.keyboard.type("a new disk");
    await checkAccess(page);
    await dialog.getByRole("button", { name: "Silence" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByText("a new disk (anomaly-exporter)").waitFor();
    await page.getByText("suppressed: silence").waitFor();
    await checkAccess(page);
    await page.getByRole("button", { name: "Expire" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Expire" }).click();
    await page.getByText("None: the host alerts").waitFor();
  }));

test("a vanished host is forgotten", () =>
  onPage(async (page) => {
    let forgotten;
    await page.route(`**/api/v1/instances/${encodeURIComponent(host)}*`, async (route) => {
      if (route.request().method() === "DELETE") {
        forgotten = new URL(route.request().url());
        return route.fulfill({ json: { status: "success", data: { forgotten: 1 } } });
      }
      const response = await route.fetch();
      const json = await response.json();
      json.data.forEach((instance) => (instance.state = "vanished"));
      return route.fulfill({ response, json });
    });
    await open(page, `host/${encodeURIComponent(host)}?job=node&detector=node`);
    await page.getByRole("button", { name: "Forget" }).click();
    const dialog = page.getByRole("dialog", { name: `Forget ${host}?` });
    await dialog.waitFor();
    await checkAccess(page);
    await dialog.getByRole("button", { name: "Forget" }).click();
    await page.waitForURL(/#\/$/);
    assert.equal(forgotten.search, "?job=node&detector=node");
  }));

test("a change that is refused says why", () =>
  onPage(async (page) => {
    await page.route("**/api/v1/silences", (route) =>
      route.fulfill({ status: 409, json: { error: "no Alertmanager" } }),
    );
    await open(page, `host/${encodeURIComponent(host)}`);
    await page.getByRole("button", { name: "Silence", exact: true }).click();
    await page.getByLabel("Comment").fill("a new disk");
    await page.getByRole("dialog").getByRole("button", { name: "Silence" }).click();
    await page.getByRole("alert").getByText("no Alertmanager").waitFor();
    await checkAccess(page);
  }).catch((error) => {
    assert.match(error.message, /status of 409/);
  }));

test("the configuration is shown without secrets", () =>
  onPage(
    async (page) => {
      await open(page, "detectors");
      await page.getByRole("button", { name: "Show" }).click();
      await page.getByRole("region", { name: "Configuration in use" }).getByText("scoring_interval").waitFor();
      await checkAccess(page);
      await checkWidth(page);
    },
    { viewport: { width: 360, height: 700 } },
  ));

test("without the right to change there is no button", () =>
  onPage(async (page) => {
    await page.route("**/api/v1/user", (route) =>
      route.fulfill({
        json: { status: "success", data: { user: "eve", login: "password", role: "viewer", may_change_state: false } },
      }),
    );
    await open(page, "detectors/node");
    await page.getByText("serving").waitFor();
    assert.equal(await page.getByRole("button", { name: /Train now|Roll back/ }).count(), 0);
    await open(page, "detectors");
    await page.getByText(/hosts\.$/).waitFor();
    assert.equal(await page.getByRole("button", { name: "Show" }).count(), 0);
    await open(page, `host/${encodeURIComponent(host)}`);
    await page.getByText("None: the host alerts").waitFor();
    assert.equal(await page.getByRole("button", { name: "Silence" }).count(), 0);
    await open(page, "preview");
    await page.getByText("Starting a backtest requires").waitFor();
    assert.equal(await page.getByRole("button", { name: "Start" }).count(), 0);
  }));
