#!/usr/bin/env node
// Most of what a fold makes lives for one record: a larger nursery lets it die there.
require("node:v8").setFlagsFromString("--max-semi-space-size=32");
require("../dist/cli/main.js").run(process.argv);
