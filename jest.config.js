/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  transform: {
    "^.+\\.(tsx?|mjs)$": [
      "@swc/jest",
      {
        jsc: {
          target: "es2022",
          parser: { syntax: "typescript", tsx: true },
          transform: { react: { runtime: "automatic", importSource: "preact" } },
        },
        module: { type: "commonjs" },
      },
    ],
  },
  // Packages that are modules only; Node itself requires them.
  transformIgnorePatterns: ["/node_modules/(?!preact)"],
  globalSetup: "<rootDir>/jest.global-setup.js",
  testTimeout: 60_000,
};
