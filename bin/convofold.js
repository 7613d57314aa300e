#!/usr/bin/env node
// Most of what a fold makes lives for one batch. A larger nursery lets more of it die there; and once it has died it is
// cleared away when the heap has doubled, where the usual rule would let it grow four times as large.
const { setFlagsFromString } = require("node:v8");
setFlagsFromString("--max-semi-space-size=32");
setFlagsFromString("--heap-growing-percent=100");
require("../dist/cli/main.js").run(process.argv);
