const swc = [
  "@swc/jest",
  {
    jsc: {
      target: "es2022",
      parser: { syntax: "typescript", tsx: true },
      transform: { react: { runtime: "automatic", importSource: "preact" } },
    },
    module: { type: "commonjs" },
  },
];

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  transform: {
    "^.+\\.(tsx?|mjs)$": swc,
    "/node_modules/hyparquet.+\\.js$": swc,
  },
  // Packages that are modules only; Node itself requires them.
  transformIgnorePatterns: ["/node_modules/(?!preact|hyparquet)"],
  globalSetup: "<rootDir>/jest.global-setup.js",
  // A look at a global from inside the sandbox is slow: these are handed to every module instead.
  sandboxInjectedGlobals: ["Array", "Buffer", "JSON", "Map", "Math", "Number", "Object", "Set", "String"],
  testTimeout: 60_000,
};
