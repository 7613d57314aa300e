const config = require("./jest.config.js");

/** What `npm test` leaves out: each of these takes a minute or more. */
const { testPathIgnorePatterns, ...rest } = config;

/** @type {import("jest").Config} */
module.exports = { ...rest, testMatch: testPathIgnorePatterns.map((file) => `<rootDir>/${file}`) };
