const config = require("./jest.config.js");

/** What `npm test` leaves out: long trials. */
const { testPathIgnorePatterns, ...rest } = config;

/** @type {import("jest").Config} */
module.exports = {
  ...rest,
  testMatch: testPathIgnorePatterns.map((file) => `<rootDir>/${file}`),
  testSequencer: "<rootDir>/jest.sequencer.js",
};
