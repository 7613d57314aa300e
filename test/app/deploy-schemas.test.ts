import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import Ajv from "ajv";
import { validate as validateDockerfile } from "dockerfile-utils";
import { parse, parseAllDocuments } from "yaml";

import { faultsOfManifest } from "../support/manifest-check";

const ROOT = path.join(__dirname, "../..");
const MANIFESTS = path.join(ROOT, "deploy/kubernetes");
const read = (name: string) => readFileSync(path.join(ROOT, name), "utf8");

describe("the schema of compose files", () => {
  const { $schema: _draft, ...schema } = JSON.parse(
    read("node_modules/dclint/schemas/compose.schema.json"),
  ) as Readonly<Record<string, unknown>>;
  const check = new Ajv({ strict: false, validateFormats: false }).compile(schema);
  const faultsOf = (file: unknown) => (check(file) ? [] : check.errors);

  it("takes ours", () => {
    expect(faultsOf(parse(read("docker-compose.yml")))).toEqual([]);
  });

  it("refuses a word that it does not have", () => {
    expect(faultsOf(parse(read("docker-compose.yml").replace("healthcheck:", "health:")))).not.toEqual([]);
  });
});

describe("the schemas of Kubernetes", () => {
  const texts = readdirSync(MANIFESTS)
    .filter((name) => name !== "kustomization.yaml")
    .flatMap((name) => parseAllDocuments(readFileSync(path.join(MANIFESTS, name), "utf8")).map(String));

  it("take each of our manifests, and know every field of it", () => {
    expect(texts.length).toBeGreaterThan(8);
    expect(texts.flatMap((text) => faultsOfManifest(parse(text)))).toEqual([]);
  });

  it("refuse a value of another type, one that is lacking, and a field that there is not", () => {
    const worker = texts.find((text) => /^kind: Deployment$/m.test(text)) ?? "";
    const faultsWith = (from: RegExp, to: string) => faultsOfManifest(parse(worker.replace(from, to)));
    expect(faultsWith(/replicas: \d/, "replicas: some")).toEqual([expect.stringContaining("replicas must be integer")]);
    expect(faultsWith(/selector:/, "selects:")).toEqual([expect.stringContaining("selector")]);
    expect(faultsWith(/readinessProbe:/, "readynessProbe:")).toEqual([
      expect.stringMatching(/spec\.template\.spec\.containers\.0\.readynessProbe: no such field/),
    ]);
  });
});

describe("a linter of Dockerfiles", () => {
  it("finds nothing in ours, and something where a word is wrong", () => {
    expect(validateDockerfile(read("Dockerfile"))).toEqual([]);
    expect(validateDockerfile(read("Dockerfile").replace("COPY bin", "COPI bin"))).not.toEqual([]);
  });
});
