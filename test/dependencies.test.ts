import { readFileSync } from "node:fs";
import path from "node:path";

import { minVersion, satisfies } from "semver";

interface LockedPackage {
  readonly dev?: true;
  readonly optional?: true;
  readonly devOptional?: true;
  readonly engines?: { readonly node?: string };
}

const root = path.join(__dirname, "..");
const read = (name: string): unknown => JSON.parse(readFileSync(path.join(root, name), "utf8"));

describe("what is installed to run", () => {
  const { packages } = read("package-lock.json") as { readonly packages: Readonly<Record<string, LockedPackage>> };
  const { engines } = read("package.json") as { readonly engines: { readonly node: string } };
  const installed = Object.entries(packages).filter(
    ([place, { dev, devOptional }]) => place !== "" && dev !== true && devOptional !== true,
  );

  it("admits the oldest Node that this package promises", () => {
    const oldest = minVersion(engines.node)?.version ?? "";
    expect(oldest).toMatch(/^20\.19\./);
    expect(installed.length).toBeGreaterThan(20);
    const refusing = installed.filter(([, { engines: own }]) => !satisfies(oldest, own?.node ?? "*"));
    expect(refusing.map(([place, { engines: own }]) => `${place}: ${own?.node ?? ""}`)).toEqual([]);
  });

  it("is held to its versions for whoever installs the package, too: overrides are of this checkout alone", () => {
    expect(read("package.json")).not.toHaveProperty("overrides");
  });

  it("is locked by its content, and by no address that it came from", () => {
    expect(readFileSync(path.join(root, "package-lock.json"), "utf8")).not.toMatch(/"resolved": "http/);
  });
});
