import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { parse, parseAllDocuments } from "yaml";

import { parsePolicy } from "../../src/app/policy-file";
import { nameBook } from "../../src/models/name-book";
import { optionsOf } from "../support/cli";

const ROOT = path.join(__dirname, "../..");
const FOLDER = path.join(ROOT, "deploy/kubernetes");
const read = (name: string) => readFileSync(path.join(ROOT, name), "utf8");

type Labels = Readonly<Record<string, string>>;

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly env?: readonly { readonly name: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
  readonly resources: Readonly<Record<"requests" | "limits", { readonly cpu?: string; readonly memory: string }>>;
  readonly volumeMounts: readonly { readonly mountPath: string }[];
  readonly securityContext: Readonly<Record<string, unknown>>;
}

interface PolicyRule {
  readonly ports: readonly { readonly port: string | number }[];
}

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly data?: Labels;
  readonly spec: {
    readonly replicas: number;
    readonly selector: { readonly matchLabels: Labels } & Labels;
    readonly template: {
      readonly metadata: { readonly labels: Labels; readonly annotations?: Labels };
      readonly spec: { readonly containers: readonly Container[]; readonly terminationGracePeriodSeconds: number };
    };
    readonly podSelector: { readonly matchLabels: Labels };
    readonly ports: readonly { readonly targetPort: string }[];
    readonly ingress: readonly PolicyRule[];
    readonly maxUnavailable: number;
  };
}

const { resources } = parse(readFileSync(path.join(FOLDER, "kustomization.yaml"), "utf8")) as {
  readonly resources: readonly string[];
};
const manifests = resources.flatMap((file) =>
  parseAllDocuments(readFileSync(path.join(FOLDER, file), "utf8")).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Manifest;
  }),
);
const ofKind = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);
const named = (kind: string, name: string) => ofKind(kind).find(({ metadata }) => metadata.name === name);
const deployments = ofKind("Deployment");
const labelsOf = ({ spec }: Manifest) => spec.template.metadata.labels;
const containerOf = ({ spec }: Manifest): Container => {
  const [container] = spec.template.spec.containers;
  if (container === undefined) throw new Error("no container");
  return container;
};

describe("the manifests for Kubernetes", () => {
  it("are all applied, and none has a name twice", () => {
    const files = readdirSync(FOLDER).filter((file) => file !== "kustomization.yaml");
    expect([...resources].sort()).toEqual(files.sort());
    const names = manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(deployments.map(({ metadata }) => metadata.name)).toEqual(["convofold-worker", "convofold-board"]);
  });

  it("probe the ports that the programme listens on, by paths that it answers", () => {
    const health = read("src/app/serve/health-server.ts") + read("src/board/server/server.ts");
    for (const deployment of deployments) {
      const { args, ports, livenessProbe, readinessProbe } = containerOf(deployment);
      const [port] = ports;
      expect(args[args.indexOf("--http") + 1]).toBe(`0.0.0.0:${String(port?.containerPort)}`);
      expect(livenessProbe.httpGet).toEqual({ path: "/livez", port: port?.name });
      expect(readinessProbe.httpGet).toEqual({ path: "/readyz", port: port?.name });
      for (const probe of ["/livez", "/readyz"]) expect(health.split(`"${probe}"`)).toHaveLength(3);
    }
    const { annotations } = deployments[0]?.spec.template.metadata ?? {};
    expect(annotations?.["prometheus.io/port"]).toBe("9464");
  });

  it("give the programme only options that it has, and files that are mounted", async () => {
    const known = await optionsOf("serve");
    const files = Object.keys(named("ConfigMap", "convofold-files")?.data ?? {});
    for (const deployment of deployments) {
      const { args, volumeMounts } = containerOf(deployment);
      expect(args[0]).toBe("serve");
      expect(known).toEqual(expect.arrayContaining(args.filter((arg) => arg.startsWith("--"))));
      const [mount] = volumeMounts;
      for (const file of args.filter((arg) => arg.startsWith("/")))
        expect(files.map((name) => `${mount?.mountPath ?? ""}/${name}`)).toContain(file);
    }
  });

  it("set only variables that the programme reads, and a policy and names that it takes", () => {
    const { data: files = {} } = named("ConfigMap", "convofold-files") ?? {};
    const source = ["access", "otlp-options"].map((name) => read(`src/app/serve/${name}.ts`)).join();
    const readers = source + read("src/cli/kafka-access.ts") + read("src/cli/board-from-arguments.ts");
    const commented = [...read("deploy/kubernetes/worker.yaml").matchAll(/KAFKA_\w+/g)].map(([name]) => name);
    const set = [
      ...Object.keys(named("ConfigMap", "convofold")?.data ?? {}),
      ...deployments.flatMap((deployment) => containerOf(deployment).env?.map(({ name }) => name) ?? []),
      ...commented,
    ];
    expect(set).toEqual(expect.arrayContaining(["KAFKA_BROKERS", "CONVOFOLD_TOKEN", "KAFKA_SASL_PASSWORD"]));
    for (const name of set) expect(readers).toMatch(new RegExp(`\\b${name}\\b`));
    expect(() => parsePolicy(files["policy.yaml"] ?? "", "policy.yaml")).not.toThrow();
    expect(nameBook.strict().safeParse(JSON.parse(files["names.json"] ?? "")).success).toBe(true);
  });

  it("select the pods of each deployment: budget, network policy, service", () => {
    for (const deployment of deployments) {
      const { name } = deployment.metadata;
      const labels = labelsOf(deployment);
      expect(deployment.spec.selector.matchLabels).toEqual(labels);
      expect(named("PodDisruptionBudget", name)?.spec).toEqual({
        maxUnavailable: 1,
        selector: { matchLabels: labels },
      });
      expect(deployment.spec.replicas).toBeGreaterThan(1);
      const policy = named("NetworkPolicy", name)?.spec;
      expect(policy?.podSelector.matchLabels).toEqual(labels);
      const ports = containerOf(deployment).ports.map((port) => port.name);
      expect(policy?.ingress.flatMap((rule) => rule.ports.map(({ port }) => port))).toEqual(ports);
    }
    const service = named("Service", "convofold-board")?.spec;
    expect(service?.selector).toEqual(deployments.map(labelsOf)[1]);
    expect(service?.ports.map(({ targetPort }) => targetPort)).toEqual(["http"]);
  });

  it("run as no root, on a file system that nothing writes to, within bounds, and have time to leave", () => {
    for (const deployment of deployments) {
      const { image, resources: bounds, securityContext } = containerOf(deployment);
      const { version } = JSON.parse(read("package.json")) as { readonly version: string };
      expect(image).toBe(`convofold:${version}`);
      expect(bounds).toMatchObject({
        requests: { memory: expect.stringMatching(/Mi$/) as string },
        limits: { memory: expect.stringMatching(/Mi$/) as string },
      });
      expect(securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
      expect(deployment.spec.template.spec).toMatchObject({ securityContext: { runAsNonRoot: true } });
      expect(deployment.spec.template.spec.terminationGracePeriodSeconds).toBeGreaterThan(10);
    }
  });
});
