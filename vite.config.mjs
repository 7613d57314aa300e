import { defineConfig } from "vite";

/** Builds the page of the board into dist/board/page: nothing in it comes from elsewhere. */
export default defineConfig({
  root: "src/board/web",
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "../../../dist/board/page",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
