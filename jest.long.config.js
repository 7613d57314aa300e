const config = require("./jest.config.js");

/** What `npm test` leaves out: long trials. */
const { testPathIgnorePatterns, ...rest } = config;

/** @type {import("jest").Config} */
module.exports = {
  ...rest,
  testMatch: testPathIgnorePatterns.map((file) => `<rootDir>/${file}`),
  testSequencer: "<rootDir>/jest.sequencer.js",
  // A bound against what hangs, wide enough for two at a time on a machine that has other work too.
  testTimeout: 180_000,
};
