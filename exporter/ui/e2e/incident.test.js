// A host with an incident: INCIDENT is its name, FEATURE a feature that the incident changes.
import { test } from "node:test";
import { checkAccess, onPage, open, picture, row } from "./browser.js";

const { INCIDENT: host = "web-1:9100", FEATURE: feature = "cpu_user" } = process.env;

test("an incident is seen on each view, with its feature", () =>
  onPage(async (page) => {
    await open(page, "?anomalous=true");
    await row(page, host).getByText("anomalous").waitFor();
    await checkAccess(page);
    await open(page);
    await row(page, host).getByText("anomalous").waitFor();
    await picture(page, "fleet");

    await open(page, "incidents");
    const link = page.getByRole("article").getByRole("link", { name: host });
    await link.waitFor();
    await page.getByRole("article").getByText(feature).first().waitFor();
    const correlation = page.getByRole("button", { name: "Correlation of features" }).first();
    await correlation.focus();
    await page.keyboard.press("Enter");
    const matrix = page.getByRole("table", { name: "Correlation of features" });
    await matrix.getByRole("rowheader", { name: new RegExp(`${host} ${feature}`) }).waitFor();
    await matrix.getByRole("cell", { name: "1.0" }).first().waitFor();
    await checkAccess(page);
    await picture(page, "incidents");

    await open(page, `host/${encodeURIComponent(host)}?range=1h`);
    await page.getByText("anomalous", { exact: true }).waitFor();
    await page.getByRole("img", { name: `${feature} over time` }).waitFor();
    await picture(page, "host");
  }));
