#!/usr/bin/env node
// What has died is cleared away when the heap has doubled, where the usual rule would let it grow four times as large.
const { setFlagsFromString } = require("node:v8");
setFlagsFromString("--heap-growing-percent=100");
// From Node 22 on, what was compiled once is kept for the next start.
require("node:module").enableCompileCache?.();
require("../dist/bundle/main.js").run(process.argv);
