// Prometheus has stopped while the page is open.
import { test } from "node:test";
import { checkAccess, onPage, open } from "./browser.js";

test("old scores are not shown as new ones", () =>
  onPage(async (page) => {
    await open(page);
    await page.getByText(/scored last .* ago, expected every/).waitFor();
    await page.getByText("stale").first().waitFor();
    await checkAccess(page);
  }));
