// Builds the page, called by Maven:
//
//   node build.js FOLDER   installs the packages of package-lock.json, generates the types of the API, checks the
//                          types, and bundles the page into FOLDER/ui; does nothing if the page is newer than its sources
//   node build.js test     tests the sources and checks their format, unless another argument is "true"
//
// Uses nothing but Node, because the packages may not be installed yet.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const api = "../server/src/main/resources/api/openapi.yaml";
const sources = ["src", "index.html", "package-lock.json", "vite.config.ts", "tsconfig.json", "build.js", api];

// Script and style of the first view, compressed.
const mostBytes = 300_000;

function run(command, ...parameters) {
  const { status, error } = spawnSync(command, parameters, { stdio: ["ignore", "inherit", "inherit"] });
  if (error) {
    fail(`${command}: ${error.code === "ENOENT" ? "expected on PATH, found none" : error.message}`);
  }
  if (status !== 0) {
    fail(`"${command} ${parameters.join(" ")}" failed, see above`);
  }
}

function fail(reason) {
  console.error(`exporter/ui: ${reason}`);
  process.exit(1);
}

function newest(path) {
  const found = statSync(path);
  return found.isDirectory()
    ? Math.max(found.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
    : found.mtimeMs;
}

function isNewer(path, ...others) {
  return existsSync(path) && statSync(path).mtimeMs > Math.max(...others.map(newest));
}

function install() {
  const installed = "node_modules/.package-lock.json";
  if (!isNewer(installed, "package-lock.json")) {
    run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent");
    utimesSync(installed, new Date(), new Date());
  }
}

function tool(name, ...parameters) {
  run("node_modules/.bin/" + name, ...parameters);
}

function checkSize(folder) {
  const assets = join(folder, "assets");
  const bytes = readdirSync(assets)
    .filter((name) => !name.endsWith(".txt"))
    .map((name) => gzipSync(readFileSync(join(assets, name))).length)
    .reduce((sum, each) => sum + each, 0);
  if (bytes > mostBytes) {
    fail(`expected at most ${mostBytes} bytes of compressed scripts and styles, found ${bytes}`);
  }
}

function build(folder) {
  const index = join(folder, "index.html");
  if (isNewer(index, ...sources)) {
    return;
  }
  install();
  tool(
    "openapi-typescript",
    api,
    "--output",
    "target/generated/api.d.ts",
    "--root-types",
    "--root-types-no-schema-prefix",
  );
  tool("tsc", "--noEmit");
  tool("vite", "build", "--logLevel", "warn", "--emptyOutDir", "--outDir", folder);
  copyFileSync("target/licenses.txt", join(folder, "assets/licenses.txt"));
  checkSize(folder);
}

function test() {
  install();
  tool("prettier", "--check", "--log-level", "warn", ".");
  tool("vitest", "run", "--reporter", "dot");
}

process.env.NO_COLOR = "1";
const [version] = process.versions.node.split(".");
if (Number(version) < 18) {
  fail(`expected Node 18 or newer, found ${process.versions.node}`);
}
const [, , folder, ...skipped] = process.argv;
if (folder === "test") {
  if (!skipped.includes("true")) {
    test();
  }
} else {
  build(join(folder, "ui"));
}
