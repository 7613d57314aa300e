const { default: Sequencer } = require("@jest/test-sequencer");

const { testPathIgnorePatterns: LONG } = require("./jest.config.js");

/** Runs the long trials in the order in which they are listed, whatever jest remembers of them. */
module.exports = class extends Sequencer {
  sort(tests) {
    const placeOf = ({ path }) => LONG.findIndex((file) => path.replaceAll("\\", "/").endsWith(file));
    return [...tests].sort((one, other) => placeOf(one) - placeOf(other));
  }
};
