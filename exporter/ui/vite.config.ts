import react from "@vitejs/plugin-react";
import license from "rollup-plugin-license";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // Relative: the page works below any path prefix.
  base: "./",
  plugins: [react(), license({ thirdParty: { output: join(import.meta.dirname ?? ".", "target/licenses.txt") } })],
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    // The size that counts is the compressed one, which build.js limits.
    chunkSizeWarningLimit: 1_000,
  },
  // For "npx vite": the page of the sources with the API of an exporter.
  server: {
    proxy: { "/api": process.env.EXPORTER ?? "http://localhost:9877" },
  },
  test: {
    include: ["src/**/*.test.ts"],
  },
});
