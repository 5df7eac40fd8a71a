// The page below a path prefix of a proxy that asks for a user and a password.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAccess, onPage, open } from "./browser.js";

test("each view is below the prefix, and its data come through the proxy", () =>
  onPage(async (page) => {
    const prefix = new URL(process.env.PAGE).pathname;
    const elsewhere = [];
    page.on("request", (request) => {
      if (!new URL(request.url()).pathname.startsWith(prefix)) {
        elsewhere.push(request.url());
      }
    });
    await open(page);
    await page.getByRole("heading", { name: "No hosts yet" }).waitFor();
    await checkAccess(page);
    for (const view of ["Incidents", "Compare", "Preview", "Detectors"]) {
      await page.getByRole("link", { name: view, exact: true }).click();
      await page.getByRole("heading", { name: new RegExp(`^${view}`), level: 1 }).waitFor();
    }
    await page.getByRole("link", { name: "node", exact: true }).click();
    await page.getByRole("cell", { name: "cpu_used", exact: true }).waitFor();
    await page.getByRole("link", { name: "API", exact: true }).click();
    await page.getByText("anomaly-exporter").first().waitFor();
    assert.deepEqual(elsewhere, [], "requests outside of the prefix");
  }));
