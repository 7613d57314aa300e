import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { parse } from "yaml";

import type { DeadlineRecord } from "../../src/models/deadline";
import type { MeasurementRecord } from "../../src/models/measurement";
import { ServiceMetrics } from "../../src/app/serve/metrics";
import { simulatedCentre } from "../../src/consumers/simulation/player";
import { readNames } from "../../src/app/board/names";
import { optionsOf } from "../support/cli";

const ROOT = path.join(__dirname, "../..");
const read = (name: string) => readFileSync(path.join(ROOT, name), "utf8");

interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly annotations: Readonly<Record<"summary" | "runbook", string>>;
}

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly command?: string | readonly string[];
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test?: readonly string[] };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

const compose = parse(read("docker-compose.yml")) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};

describe("docker-compose.yml", () => {
  it("names services, volumes and files that are there, and images with their version", () => {
    for (const service of Object.values(compose.services)) {
      for (const needed of Object.keys(service.depends_on ?? {}))
        expect(Object.keys(compose.services)).toContain(needed);
      if (service.build === undefined) expect(service.image).toMatch(/:v?\d+\.\d+\.\d+$/);
      for (const volume of service.volumes ?? []) {
        const [source = ""] = volume.split(":");
        if (source.startsWith("./")) expect([source, existsSync(path.join(ROOT, source))]).toEqual([source, true]);
        else expect(Object.keys(compose.volumes)).toContain(source);
      }
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/);
    }
  });

  it("keeps the broker's records where its volume is", () => {
    const { environment = {}, volumes = [] } = compose.services["kafka"] ?? {};
    const mounted = volumes.map((volume) => volume.split(":")[1]);
    expect(mounted).toContain(environment["KAFKA_LOG_DIRS"]);
  });

  it("starts each service once those are healthy that it needs, and these say how that is seen", () => {
    const conditionOf = (name: string, needed: string) => compose.services[name]?.depends_on?.[needed]?.condition;
    const order = [
      ["producer", "kafka"],
      ["worker", "kafka"],
      ["board", "worker"],
      ["prometheus", "worker"],
      ["grafana", "prometheus"],
    ] as const;
    for (const [name, needed] of order) {
      expect([name, conditionOf(name, needed)]).toEqual([name, "service_healthy"]);
      // A worker's is in its image.
      if (needed !== "worker") expect(compose.services[needed]?.healthcheck?.test?.length).toBeGreaterThan(1);
    }
  });

  it("shows the board with the names of the centre that it simulates", () => {
    const { command = [], volumes = [] } = compose.services["board"] ?? {};
    const file = command[command.indexOf("--names") + 1] ?? "";
    const [source = ""] = volumes.find((volume) => volume.split(":")[1] === file)?.split(":") ?? [];
    const names = readNames(path.join(ROOT, source));
    const [, seed] = /simulate .*--seed (\d+)/.exec(String(compose.services["producer"]?.command)) ?? [];
    const { queueIds, users } = simulatedCentre({ seed: Number(seed) });
    expect(Object.keys(names.queues)).toEqual(expect.arrayContaining([...queueIds]));
    expect(Object.keys(names.users)).toEqual(expect.arrayContaining(users.map(({ id }) => id)));
  });

  it("gives the programme only options that it has", async () => {
    const commands = Object.values(compose.services)
      .filter(({ image }) => image === "convofold")
      .flatMap(({ command = [] }) => (typeof command === "string" ? [command] : [command.join(" ")]))
      .flatMap((line) => line.split("|"));
    expect(commands.length).toBeGreaterThanOrEqual(3);
    for (const line of commands) {
      const command = /\b(serve|publish|simulate)\b/.exec(line)?.[1] ?? "";
      const known = await optionsOf(command);
      for (const [option] of line.matchAll(/--[a-z-]+/g))
        expect([command, known]).toEqual([command, expect.arrayContaining([option])]);
    }
  });
});

/** All metrics of a worker, as Prometheus gets them. */
async function metricsText(): Promise<string> {
  const metrics = new ServiceMetrics([20]);
  metrics.watch(() => ({
    partitions: [0],
    isReady: true,
    openConversations: 1,
    timeSuspects: 0,
    longEnded: 0,
    faulted: 0,
    pastBound: 0,
    streamTime: 5,
    lag: new Map([[0, 0]]),
    lagMs: new Map([[0, 0]]),
    played: [],
    restoring: 0,
    stateBytes: 0,
  }));
  metrics.record("folded");
  metrics.transaction("committed", 5);
  for (const name of ["tHandle", "tAnswered", "tHeld", "tAcw", "tWait", "tCallbackLate"])
    metrics.measured({ name, value: 1, queueId: "q" } as MeasurementRecord);
  metrics.deadline({ kind: "answer", status: "overdue" } as DeadlineRecord);
  return (await metrics.text()).body;
}

describe("the alerts", () => {
  const { groups } = parse(read("deploy/alerts.yml")) as {
    readonly groups: readonly { rules: readonly AlertRule[] }[];
  };
  const rules = groups.flatMap((group) => group.rules);

  it("are loaded, and tell of conversations past their bound and of faults of convofold itself", () => {
    const { rule_files: files } = parse(read("deploy/prometheus.yml")) as { readonly rule_files: readonly string[] };
    expect(compose.services["prometheus"]?.volumes).toContain(`./deploy/alerts.yml:${files[0] ?? ""}:ro`);
    const watched = rules.map(({ expr }) => /convofold_\w+/.exec(expr)?.[0]);
    for (const name of ["faults_total", "faulted_conversations", "past_bound_conversations"])
      expect(watched).toContain(`convofold_${name}`);
  });

  it("watch metrics that the service has before anything happens, and say where the docs say what to do", async () => {
    const body = await metricsText();
    const headings = [...read("docs/operations.md").matchAll(/^### (\w+)$/gm)].map(([, heading = ""]) => heading);
    for (const { alert, expr, annotations } of rules) {
      for (const [name] of expr.matchAll(/convofold_\w+/g)) expect(body).toMatch(new RegExp(`^${name}[{ ]`, "m"));
      expect(headings).toContain(alert);
      expect(annotations.runbook).toBe(`docs/operations.md#${alert.toLowerCase()}`);
      expect(annotations.summary).not.toBe("");
    }
  });
});

describe("the dashboard", () => {
  it("shows metrics that the service has, with their labels", async () => {
    const body = await metricsText();
    const { panels } = JSON.parse(read("deploy/grafana/dashboards/convofold.json")) as {
      readonly panels: readonly { readonly targets: readonly { readonly expr: string }[] }[];
    };
    const expressions = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    expect(expressions.length).toBeGreaterThan(15);
    for (const expression of expressions) {
      const names = [...expression.matchAll(/\b(?:convofold|process|nodejs)_\w+/g)].map(([name]) => name);
      expect(names).not.toEqual([]);
      for (const name of names) {
        expect(body).toMatch(new RegExp(`^${name}[{ ]|^# TYPE ${name.replace(/_(bucket|sum|count)$/, "")} `, "m"));
        const labels = [...(/by \(([\w, ]+)\)/.exec(expression)?.[1]?.split(", ") ?? [])];
        for (const label of labels) expect(body).toMatch(new RegExp(`^${name}\\{[^}]*${label}=`, "m"));
      }
    }
  });

  it("shows lag in seconds, processing delay, deadlines, service level and rejections", () => {
    const text = read("deploy/grafana/dashboards/convofold.json");
    for (const name of ["lag_seconds", "processing_delay", "deadlines_total", "answer_seconds_bucket", "rejections"])
      expect(text).toContain(`convofold_${name}`);
  });
});

describe("the Dockerfile", () => {
  it("copies what is there, runs as no root, and has a health check that the service answers", () => {
    const text = read("Dockerfile");
    for (const [, names = ""] of text.matchAll(/^COPY (?!--from)(.+) \S+$/gm)) {
      for (const name of names.split(" ")) expect([name, existsSync(path.join(ROOT, name))]).toEqual([name, true]);
    }
    for (const name of ["bin", "src", "scripts", "package.json"]) expect(read(".dockerignore")).toContain(`!${name}`);
    expect(text).toMatch(/^USER node$/m);
    expect(text).toMatch(/^HEALTHCHECK [^]*\/livez/m);
  });
});
