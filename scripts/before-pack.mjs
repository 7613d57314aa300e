// Before the package is packed: only what is built now is in it, with what it is made of (CycloneDX) and the licences of that.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const FOLDER = "dist";
// What an earlier build left behind is not packed; the build that follows makes the rest anew.
if (!process.argv.includes("--keep")) rmSync(FOLDER, { recursive: true, force: true });
mkdirSync(FOLDER, { recursive: true });

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
const installed = Object.entries(packages).filter(
  ([place, { dev, devOptional, optional }]) => place !== "" && !dev && !devOptional && !optional,
);
const nameOf = (place) => place.replace(/^.*node_modules\//, "");
const refOf = ([place, { version }]) => `${nameOf(place)}@${version}`;

// npm leaves out what tools for development need too, so all is asked for, and what is not installed left out here.
const sbom = JSON.parse(
  execFileSync("npm", ["sbom", "--package-lock-only", "--sbom-format=cyclonedx"], { encoding: "utf8" }),
);
const refs = new Set(installed.map(refOf));
sbom.components = sbom.components.filter(({ name, version }) => refs.has(`${name}@${version}`));
const kept = new Set([sbom.metadata.component["bom-ref"], ...sbom.components.map((one) => one["bom-ref"])]);
sbom.dependencies = sbom.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) }));
// The same lock gives the same bytes.
delete sbom.serialNumber;
delete sbom.metadata.timestamp;
writeFileSync(path.join(FOLDER, "sbom.cdx.json"), `${JSON.stringify(sbom, undefined, 1)}\n`);

const parts = installed.map(([place, { version, license }]) => {
  const file = existsSync(place) ? readdirSync(place).find((one) => /^licen[cs]e/i.test(one)) : undefined;
  const text = file === undefined ? "" : `\n\n${readFileSync(path.join(place, file), "utf8").trim()}`;
  return `${nameOf(place)} ${version} (${license ?? "see its package"})${text}\n`;
});
const head = "What convofold is installed with, and on what terms. Its own licence is in LICENSE.\n";
writeFileSync(path.join(FOLDER, "THIRD-PARTY-LICENCES.txt"), [head, ...parts].join(`\n${"-".repeat(80)}\n\n`));
