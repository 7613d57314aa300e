const { execFileSync } = require("node:child_process");
const path = require("node:path");

/** The tests of the command line run the programme as it is built: from the sources of this moment. */
module.exports = () => {
  const tsc = path.join(__dirname, "node_modules/typescript/bin/tsc");
  execFileSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: __dirname, stdio: "inherit" });
};
