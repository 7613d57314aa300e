const config = require("./jest.config.js");

/** What `npm test` leaves out: long trials. */
const { testPathIgnorePatterns, ...rest } = config;

/** @type {import("jest").Config} */
module.exports = {
  ...rest,
  testMatch: testPathIgnorePatterns.map((file) => `<rootDir>/${file}`),
  // One at a time: those on a real Kafka, and those of workers, have bounds on how long something may take.
  maxWorkers: 1,
  // A bound against what hangs, wide enough for a machine that has other work too.
  testTimeout: 180_000,
};
