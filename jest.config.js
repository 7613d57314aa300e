const { availableParallelism } = require("node:os");

const CORES = availableParallelism();

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

/** Long trials, each of ten seconds or more, or on a real Kafka: `npm run test:long` runs them, one after the other, and nothing else. */
const LONG = [
  "test/consumers/kafka/serve.test.ts",
  "test/engine/truth.test.ts",
  "test/app/verify/verify.test.ts",
  "test/consumers/kafka/erase.test.ts",
  "test/consumers/live/exactly-once.test.ts",
  "test/consumers/live/several-topics.test.ts",
  "test/consumers/live/thousand-faults.test.ts",
  "test/board/web/page.test.ts",
  "test/cli/resume.test.ts",
  "test/app/sharding/workers.test.ts",
  "test/app/image.test.ts",
  "test/demo/page.test.ts",
  "test/cli/console-blocks.test.ts",
  "test/consumers/kafka/several-topics.test.ts",
  "test/consumers/kafka/prefix-switch.test.ts",
  "test/consumers/kafka/policy-switch.test.ts",
  "test/consumers/kafka/deleted-records.test.ts",
  "test/consumers/kafka/record.test.ts",
  "test/consumers/kafka/report.test.ts",
  "test/consumers/kafka/security.test.ts",
  "test/consumers/kafka/sticky-group.test.ts",
  "test/consumers/kafka/threads.test.ts",
  "test/consumers/live/contract.test.ts",
  "test/consumers/live/policy-switches.test.ts",
  "test/app/board/topics.test.ts",
  "test/decoding/changed-records.test.ts",
  "test/fuzz/fuzz.test.ts",
  "test/truth/agree.test.ts",
  "test/cli/gaps.test.ts",
  "test/engine/batches.test.ts",
  "test/engine/emit/finals.test.ts",
];

/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  testPathIgnorePatterns: LONG,
  transform: {
    "^.+\\.(tsx?|mjs)$": swc,
    "/node_modules/hyparquet.+\\.js$": swc,
  },
  // Packages that are modules only; Node itself requires them.
  transformIgnorePatterns: ["/node_modules/(?!preact|hyparquet)"],
  // What is loaded only where it is needed is named as Node finds it once it is built.
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  globalSetup: "<rootDir>/jest.global-setup.js",
  // A look at a global from inside the sandbox is slow: these are handed to every module instead.
  sandboxInjectedGlobals: ["Array", "Buffer", "JSON", "Map", "Math", "Number", "Object", "Set", "String"],
  testTimeout: 60_000,
  // Of two cores jest would use but one.
  maxWorkers: Math.min(CORES, Math.max(2, CORES - 1)),
};
