// The page in a real browser: PAGE is its address, CHROMIUM a program.
import axe from "axe-core";
import assert from "node:assert/strict";
import { chromium } from "playwright-core";

/** Until something is on the page: it refreshes every 15 seconds, and the machine may be busy. */
export const PATIENCE = 90_000;

/** The exporter answers two requests for past data at a time; the page sends the others again. */
const BUSY = /status of 503/;

const address = new URL(process.env.PAGE ?? "http://localhost:9877/");
const pictures = process.env.PICTURES;

/** Runs a test on a page that must not write an error to the console. */
export async function onPage(test, options = {}) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox"],
  });
  try {
    const credentials = process.env.LOGIN?.split(":", 2);
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      ignoreHTTPSErrors: true,
      ...(credentials && { httpCredentials: { username: credentials[0], password: credentials[1] } }),
      ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    const errors = [];
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error" && !BUSY.test(message.text())) {
        errors.push(message.text());
      }
    });
    try {
      await test(page);
    } catch (error) {
      console.error(`at ${page.url()}:\n${await page.innerText("body")}\nin the console: ${errors.join("\n")}`);
      throw error;
    }
    // A request of the page may be on its way through a route of the test.
    await page.unrouteAll({ behavior: "ignoreErrors" });
    assert.deepEqual(errors, [], "errors in the console");
  } finally {
    await browser.close();
  }
}

/** Opens a view; "" is the first one. */
export async function open(page, hash = "") {
  await page.goto(new URL(hash && `#/${hash}`, address).href);
}

/** Returns the row of a host in the table of the fleet. */
export function row(page, host) {
  return page.getByRole("row").filter({ has: page.getByRole("cell", { name: host, exact: true }) });
}

/** Checks that the page is accessible, by the rules of WCAG 2 AA. */
export async function checkAccess(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }),
  );
  const found = violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.length} times, as in ${nodes[0].html.slice(0, 200)} (${nodes[0].any[0]?.message})`,
  );
  assert.deepEqual(found, []);
}

/** Checks that the page is no wider than the screen. */
export async function checkWidth(page) {
  const { wide, screen } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    screen: window.innerWidth,
  }));
  assert.ok(wide <= screen, `${wide} pixels wide on a screen of ${screen}`);
}

/** Takes a picture if PICTURES is a folder. */
export async function picture(page, name) {
  if (pictures) {
    await page.screenshot({ path: `${pictures}/page-${name}.png` });
  }
}
