#!/usr/bin/env node
// node scripts/complete-lock.mjs   after npm install
// Some registries carry only the platforms of their users. npm then leaves the other platforms' optional packages out of
// the lock file, and `npm ci` refuses it. This adds them: name, version, and for which platform, so that npm skips them
// everywhere else.
import fs from "node:fs";

const FILE = "package-lock.json";
const lock = JSON.parse(fs.readFileSync(FILE, "utf8"));
const OS = ["darwin", "linux", "win32", "android", "freebsd", "netbsd", "openbsd", "openharmony", "sunos", "aix"];
const CPU = { arm64: "arm64", x64: "x64", ia32: "ia32", arm: "arm", ppc64: "ppc64", s390x: "s390x", riscv64: "riscv64", loong64: "loong64", wasm32: "wasm32" };
let added = 0;
for (const [place, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const isThere = lock.packages[`${place}/node_modules/${name}`] ?? lock.packages[`node_modules/${name}`];
    const words = name.split(/[/-]/);
    const os = words.find((word) => OS.includes(word));
    const cpu = words.find((word) => CPU[word] !== undefined);
    if (isThere !== undefined || (os === undefined && cpu === undefined)) continue;
    lock.packages[`node_modules/${name}`] = {
      version: version.replace(/^[\^~]/, ""),
      ...(cpu !== undefined && { cpu: [CPU[cpu]] }),
      ...(entry.dev && { dev: true }),
      optional: true,
      ...(os !== undefined && { os: [os] }),
    };
    added += 1;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([left], [right]) => (left < right ? -1 : 1)));
fs.writeFileSync(FILE, `${JSON.stringify(lock, undefined, 2)}\n`);
console.log(`${added} optional packages added`);
