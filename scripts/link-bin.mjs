#!/usr/bin/env node
// Links the programme into node_modules/.bin, so that `npx convofold` works in a checkout as it does when installed.
import fs from "node:fs";
import path from "node:path";

const folder = path.join("node_modules", ".bin");
const link = path.join(folder, "convofold");
if (fs.existsSync(folder)) {
  fs.rmSync(link, { force: true });
  if (process.platform === "win32") fs.writeFileSync(`${link}.cmd`, '@node "%~dp0\\..\\..\\bin\\convofold.js" %*\r\n');
  else fs.symlinkSync(path.join("..", "..", "bin", "convofold.js"), link);
}
