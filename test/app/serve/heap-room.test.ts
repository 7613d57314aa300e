import { execFileSync } from "node:child_process";
import path from "node:path";

import { growthPercent } from "../../../src/app/serve/heap-room";

const MIB = 1 << 20;

describe("the room of a heap", () => {
  it("is 128 MiB, as much as lives where that is more, but never more than three times what lives", () => {
    expect(growthPercent(64 * MIB)).toBe(200);
    expect(growthPercent(128 * MIB)).toBe(100);
    expect(growthPercent(900 * MIB)).toBe(100);
    expect(growthPercent(10 * MIB)).toBe(300);
    expect(growthPercent(0)).toBe(300);
  });

  it("lets a small heap be cleared less often", () => {
    const cleared = (before: string) =>
      Number(execFileSync(process.execPath, ["-e", before + CHURN], { encoding: "utf8" }));
    const module = path.resolve(__dirname, "../../../dist/app/serve/heap-room.js");
    const usual = cleared(`require("node:v8").setFlagsFromString("--heap-growing-percent=100");`);
    const roomy = cleared(`require(${JSON.stringify(module)}).giveHeapRoom();`);
    expect(usual).toBeGreaterThan(4);
    expect(roomy).toBeLessThan(usual);
  });
});

/** Makes a gigabyte of what lives a while, 20 MB of it at once; tells how often all was looked through. */
const CHURN = `
  let major = 0;
  const { PerformanceObserver } = require("node:perf_hooks");
  new PerformanceObserver((list) => { for (const { detail } of list.getEntries()) if (detail.kind === 4) major += 1; }).observe({ entryTypes: ["gc"] });
  const kept = [];
  let made = 0;
  const turn = () => {
    for (let i = 0; i < 2000; i += 1) kept[made++ % 40000] = new Array(60).fill(made);
    if (made < 2000000) setImmediate(turn); else setTimeout(() => process.stdout.write(String(major)), 20);
  };
  turn();
`;
