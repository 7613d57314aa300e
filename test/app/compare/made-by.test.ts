import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { compare, type CompareSide } from "../../../src/app/compare/compare";
import { madeByManifest } from "../../../src/app/compare/made-by";
import { UTC } from "../../../src/calendars/zone";
import type { Gap } from "../../../src/models/gap";
import { conversation } from "../../support/finals";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder whose manifest says what made it. */
function made(semanticsVersion: number | undefined, meaning?: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "convofold-made-"));
  folders.push(folder);
  const measurements = meaning === undefined ? [] : [{ name: "tTalk", unit: "ms", meaning }];
  const manifest = { product: "convofold 9.9.9", semanticsVersion, measurements };
  writeFileSync(path.join(folder, "manifest.json"), JSON.stringify(manifest));
  return folder;
}

/** A side whose one conversation has one number. */
function side(name: string, value: number, gaps: readonly Gap[] = []): CompareSide {
  const numbers = [["tTalk", value, "09:00:05"]] as const;
  const finals = {
    kind: "outputs",
    summary: undefined,
    ...{ parts: 1, gaps, close: () => undefined },
    async *conversations() {
      yield await Promise.resolve(conversation("c1", [{ id: "x", purpose: "agent", numbers }]));
    },
    coverage: () => Promise.reject(new Error("is not asked")),
  } as const;
  return { name, finals, policy: undefined };
}

const reasonOf = async (a: CompareSide, b: CompareSide) => {
  const { changes } = await compare(a, b, { interval: "day", zone: UTC });
  return changes.map(({ reason }) => reason);
};

describe("why a number of two outputs differs", () => {
  it.each([7, undefined])(
    "is not that its meaning was worded anew, where the semantics are the same: %s",
    async (version) => {
      const [reason] = await reasonOf(side(made(version, "Time."), 1), side(made(version, "The time."), 2));
      expect(reason).toMatch(/^the same version made both under the same policy/);
    },
  );

  it("is its definition, where the semantics are others, or that one of them knows none", async () => {
    expect(await reasonOf(side(made(6, "Time."), 1), side(made(7, "Other time."), 2))).toEqual([
      'tTalk is defined otherwise: in A "Time.", in B "Other time."',
    ]);
    expect(await reasonOf(side(made(6), 1), side(made(7, "Time."), 2))).toEqual(["what made A knows no tTalk"]);
    expect(await reasonOf(side(made(6, "Time."), 1), side(made(7, "Time."), 2))).toEqual([
      expect.stringMatching(/^A was made by convofold 9.9.9 with version 6 of the semantics, B by /),
    ]);
  });

  it("is a gap before its definition", async () => {
    const gap: Gap = { from: -Infinity, to: Infinity, reason: "declared" };
    expect(await reasonOf(side(made(6, "Time."), 1, [gap]), side(made(7, "Other time."), 2))).toEqual([
      expect.stringMatching(/^records of A may be missing /),
    ]);
  });
});

it("what made outputs is not known where no manifest says it", () => {
  const folder = made(7);
  writeFileSync(path.join(folder, "manifest.json"), "{}");
  expect(madeByManifest(folder)).toBe("its manifest does not say it");
  rmSync(path.join(folder, "manifest.json"));
  expect(madeByManifest(folder)).toBe("it has no manifest");
});
