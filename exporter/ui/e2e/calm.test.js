// Each view of a fleet of simulated hosts, all of them scored and none anomalous.
import assert from "node:assert/strict";
import { test } from "node:test";
import { checkAccess, checkWidth, onPage, open, picture, row } from "./browser.js";

const [host, ...others] = (process.env.HOSTS ?? "web-1:9100").split(",");

test("the fleet shows each host with its score", () =>
  onPage(async (page) => {
    await open(page);
    for (const name of [host, ...others]) {
      await row(page, name)
        .getByRole("cell", { name: /^[0-9.]+$/ })
        .waitFor();
      await row(page, name).getByText("ok", { exact: true }).waitFor();
    }
    await row(page, host)
      .getByRole("img", { name: /largest score [0-9.]+/ })
      .waitFor();
    await checkAccess(page);
  }));

test("a filter is part of the address", () =>
  onPage(async (page) => {
    await open(page);
    await page.getByLabel("Labels").fill(`{instance="${host}"}`);
    await row(page, others[0]).waitFor({ state: "detached" });
    await page.reload();
    await row(page, host).waitFor();
    assert.equal(await page.getByLabel("Labels").inputValue(), `{instance="${host}"}`);
    await page.getByLabel("Labels").fill("{instance=");
    await page.getByRole("alert").getByText("match[]").waitFor();
    await page.getByLabel("Labels").fill('{instance="none"}');
    await page.getByText("No host matches the filters").waitFor();
  }).catch((error) => {
    // The browser reports the refused request, which the page shows.
    assert.match(error.message, /status of 400/);
  }));

test("a host is opened by keyboard and shows its score and features", () =>
  onPage(async (page) => {
    await open(page);
    await row(page, host).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: host, level: 1 }).waitFor();
    await page.getByText("Scored by its own model").waitFor();
    await page.getByRole("img", { name: `Score of ${host}` }).waitFor();
    await page.getByRole("heading", { name: "cpu_used", exact: true }).waitFor();
    const chart = page.getByRole("img", { name: "cpu_used over time, actual and expected" });
    await chart.locator("canvas").waitFor();
    // One chart is as all others, and the rules take a second for each.
    await page.getByLabel("Filter by name").fill("cpu_used");
    await page.getByRole("heading", { name: "memory_used", exact: true }).waitFor({ state: "detached" });
    await checkAccess(page);
  }));

test("a host links to Prometheus, which has the feature of this host, and to other pages", () =>
  onPage(async (page) => {
    await open(page, `host/${encodeURIComponent(host)}`);
    const target = async (name) => new URL(await page.getByRole("link", { name, exact: true }).getAttribute("href"));
    for (const link of [await target("Prometheus: cpu_used"), await target("Graph")]) {
      assert.equal(link.origin, new URL(process.env.PROMETHEUS).origin);
      assert.equal(link.searchParams.get("g0.range_input"), "10800s");
      const query = new URLSearchParams({ query: link.searchParams.get("g0.expr") });
      const { status, data } = await (await fetch(`${link.origin}/api/v1/query?${query}`)).json();
      assert.equal(status, "success");
      assert.deepEqual([...new Set(data.result.map(({ metric }) => metric.instance))], [host]);
    }
    assert.equal((await target("Dashboard in Grafana")).searchParams.get("var-instance"), host);
    assert.match((await target("Alerts in Alertmanager")).hash, /^#\/alerts\?/);
  }));

test("a time is chosen by dragging, and left again", () =>
  onPage(async (page) => {
    await open(page, `host/${encodeURIComponent(host)}`);
    const chart = page.getByRole("img", { name: "cpu_used over time, actual and expected" }).locator(".u-over");
    await chart.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await chart.boundingBox();
    await page.mouse.move(x + width / 4, y + height / 2);
    await page.mouse.down();
    await page.mouse.move(x + width / 2, y + height / 2, { steps: 5 });
    await page.mouse.up();
    const back = page.getByRole("button", { name: /back to now/ });
    await back.waitFor();
    assert.match(page.url(), /start=\d+&end=\d+/);
    await back.click();
    await back.waitFor({ state: "detached" });
  }));

test("a detector shows its configuration, features and models", () =>
  onPage(async (page) => {
    await open(page, "detectors");
    await page.getByText(/^drift [0-9.]+$/).waitFor();
    await page.getByText(/the limit is 2\. Computed from the scores until [0-9:]+\.$/).waitFor();
    await page.getByRole("link", { name: "node", exact: true }).click();
    await page.getByRole("cell", { name: "cpu_used", exact: true }).waitFor();
    await page.getByText("serving").waitFor();
    await page.getByText("scoring_interval").waitFor();
    await checkAccess(page);
  }));

test("a time is compared with the time before", () =>
  onPage(async (page) => {
    await open(page, "compare");
    await page.getByText("Choose a time").waitFor();
    await page.getByRole("button", { name: "Last hour" }).click();
    await page.getByText(/of \d+ hosts changed/).waitFor();
    await page.getByRole("link", { name: host, exact: true }).waitFor();
    await page.getByRole("cell", { name: "cpu_used", exact: true }).or(page.getByText("→").first()).first().waitFor();
    assert.match(page.url(), /start=\d+&end=\d+/);
    await checkAccess(page);
    await picture(page, "compare");
  }));

test("a backtest is started and cancelled", () =>
  onPage(async (page) => {
    await open(page, "preview");
    await page.getByLabel("Selector").fill('job="node", instance=~"web.*"');
    await page.getByRole("button", { name: "Start" }).click();
    await page.getByRole("heading", { name: "Backtest of node" }).waitFor();
    await page.getByText('selector: job="node", instance=~"web.*"').first().waitFor();
    await page.getByText(/^(running|queued)$/).waitFor();
    await checkAccess(page);
    await picture(page, "preview");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("cancelled", { exact: true }).waitFor();
    await page.getByRole("link", { name: "All backtests" }).click();
    await page.getByRole("cell", { name: "cancelled" }).first().waitFor();
    await checkAccess(page);
  }));

test("without incidents the page says so", () =>
  onPage(async (page) => {
    await open(page, "incidents");
    await page
      .getByRole("heading", { name: /No incidents in this time|Incidents/ })
      .first()
      .waitFor();
    await checkAccess(page);
  }));

test("a small dark screen shows everything", () =>
  onPage(
    async (page) => {
      await open(page);
      await row(page, host).waitFor();
      await checkWidth(page);
      await checkAccess(page);
      await page.getByRole("button", { name: "Pages" }).click();
      await page.getByRole("link", { name: "Detectors" }).click();
      await page.getByRole("heading", { name: "Detectors" }).waitFor();
      await checkWidth(page);
      await open(page, `host/${encodeURIComponent(host)}`);
      await page.getByRole("heading", { name: "cpu_used", exact: true }).waitFor();
      await checkWidth(page);
      await picture(page, "phone");
    },
    { viewport: { width: 360, height: 700 }, colorScheme: "dark" },
  ));

test("an unknown page and an unknown host are named", () =>
  onPage(async (page) => {
    await open(page, "nothing");
    await page.getByText("There is no such page").waitFor();
    await open(page, "host/none");
    await page.getByText("no such instance: none").first().waitFor();
  }).catch((error) => {
    assert.match(error.message, /status of 404/);
  }));
