import path from "node:path";

import { defineConfig } from "vite";

const buffer = path.resolve("src/demo/buffer.ts");

/** Builds the page of the demo: one script that needs no server, as a page from a file loads no modules. */
export default defineConfig({
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  resolve: { alias: { "node:buffer": buffer, "buffer/": path.resolve("node_modules/buffer/index.js") } },
  build: {
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    modulePreload: false,
    // A page from a file loads one script alone; how large it may be, a test holds.
    chunkSizeWarningLimit: 5_000,
    rollupOptions: {
      input: "src/demo/main.ts",
      output: { format: "iife", entryFileNames: "demo.js", assetFileNames: "demo[extname]" },
    },
  },
});
