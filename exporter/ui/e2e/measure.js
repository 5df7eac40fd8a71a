// Measures the page of a large fleet, and prints "name | value" by line; not a test.
import { onPage, open } from "./browser.js";

const OPENED = 5;
const SCROLLED_FRAMES = 600;
const REFRESHES = 2;
const INTERVAL = 15_000;

/** Remembers when the first scores are on the screen; executed before the scripts of the page. */
function watchFirstView() {
  const look = () => {
    if (document.querySelector("a.fleet-row .strip")) {
      globalThis.firstView = performance.now();
    } else {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}

/** Scrolls a part of the document in each frame, or nothing; returns the milliseconds between frames. */
function frames({ count, milliseconds, isScrolling }) {
  const distance = isScrolling ? (document.documentElement.scrollHeight - window.innerHeight) / count : 0;
  const end = performance.now() + milliseconds;
  return new Promise((done) => {
    const found = [];
    let empty = 0;
    let last;
    const next = (time) => {
      if (last !== undefined) {
        found.push(time - last);
      }
      last = time;
      if (isScrolling ? found.length >= count : time >= end) {
        done({ found, empty });
        return;
      }
      window.scrollBy(0, distance);
      empty += document.querySelector("div.fleet-row:not(.fleet-head)") ? 1 : 0;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
}

const at = (values, share) => [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))];
const milliseconds = (values) => [0.5, 0.95, 1].map((share) => at(values, share).toFixed(0)).join(", ") + " ms";
const kilobytes = (bytes) => (bytes / 1000).toFixed(1) + " kB";

/** Returns the processor seconds of the main thread. */
async function busy(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration").value;
}

async function heap(session) {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return (usedSize / 1e6).toFixed(1) + " MB";
}

/** Scrolls to hosts that were not requested yet; returns the time until their rows have data. */
async function jump(page) {
  const took = await page.evaluate(async () => {
    const begin = performance.now();
    window.scrollTo(0, document.documentElement.scrollHeight / 2);
    do {
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
    } while (document.querySelector("div.fleet-row:not(.fleet-head)"));
    return performance.now() - begin;
  });
  return `${took.toFixed(0)} ms`;
}

async function opened(measure = async () => {}) {
  let first;
  await onPage(async (page) => {
    const session = await page.context().newCDPSession(page);
    let bytes = 0;
    await session.send("Network.enable");
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    session.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    await page.addInitScript(watchFirstView);
    await open(page);
    await page.waitForFunction(() => globalThis.firstView !== undefined);
    first = await page.evaluate(() => globalThis.firstView);
    await measure(page, session, () => {
      const counted = bytes;
      bytes = 0;
      return counted;
    });
  });
  return first;
}

const print = (name, value) => console.log(`${name} | ${value}`);

const first = [];
for (let i = 0; i < OPENED; i++) {
  first.push(await opened());
}
print(
  "first scores on the screen, without a cache: median, slowest",
  `${at(first, 0.5).toFixed(0)}, ${at(first, 1).toFixed(0)} ms`,
);

await opened(async (page, session, bytes) => {
  print("first view, compressed", kilobytes(bytes()));
  const idle = await page.evaluate(frames, { milliseconds: REFRESHES * INTERVAL, isScrolling: false });
  print("a refresh, compressed", kilobytes(bytes() / REFRESHES));
  print("frames while the page refreshes: median, 95 %, worst", milliseconds(idle.found));
  print("heap after the first view", await heap(session));
  print("jump to the middle of the list, until its rows are there", await jump(page));
  await page.evaluate(() => window.scrollTo(0, 0));
  const before = await busy(session);
  const scrolled = await page.evaluate(frames, { count: SCROLLED_FRAMES, isScrolling: true });
  print("frames while all hosts are scrolled in 600 frames: median, 95 %, worst", milliseconds(scrolled.found));
  const perFrame = (1000 * ((await busy(session)) - before)) / SCROLLED_FRAMES;
  print("work of the browser for a frame of scrolling, mean", `${perFrame.toFixed(1)} ms`);
  print("frames with a row that is not loaded yet", `${Math.round((100 * scrolled.empty) / SCROLLED_FRAMES)} %`);
  print("heap after scrolling", await heap(session));
});
