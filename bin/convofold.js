#!/usr/bin/env node
// What has died is cleared away when the heap has doubled, where the usual rule would let it grow four times as large.
const { setFlagsFromString } = require("node:v8");
setFlagsFromString("--heap-growing-percent=100");
require("../dist/cli/main.js").run(process.argv);
