const { execFileSync } = require("node:child_process");

/** The tests of the command line and of the page run what is built: from the sources of this moment. */
module.exports = () => {
  execFileSync("npm", ["run", "--silent", "build"], { cwd: __dirname, stdio: "inherit", shell: process.platform === "win32" });
};
