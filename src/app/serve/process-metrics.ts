import { collectDefaultMetrics, Gauge, Registry } from "prom-client";

import { SCHEMA_VERSION } from "../../models/schema-version";
import { ownVersion } from "../own-version";

/** Every so many ms it is looked how late the event loop is: as often as the client does by itself, that is half of what an idle process costs. */
const LOOP_LOOKS_MS = 100;

/** Adds what the client's own collectors say of the process (`process_*`, `nodejs_*`), and which build it is. */
export function watchProcess(registry: Registry): void {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: LOOP_LOOKS_MS });
  nameBuild(registry);
}

/** The same without what is of each thread of it. */
export function watchProcessAlone(registry: Registry): void {
  collect(registry, "process_");
  nameBuild(registry);
}

/** Adds what is of one thread: its loop, its heap, its garbage. */
export function watchThread(registry: Registry, thread: string): void {
  collect(registry, "nodejs_", { thread });
}

function collect(registry: Registry, prefix: string, labels: Readonly<Record<string, string>> = {}): void {
  const all = new Registry();
  collectDefaultMetrics({ register: all, labels, eventLoopMonitoringPrecision: LOOP_LOOKS_MS });
  for (const { name } of all.getMetricsAsArray()) {
    const metric = name.startsWith(prefix) ? all.getSingleMetric(name) : undefined;
    if (metric !== undefined) registry.registerMetric(metric);
  }
}

function nameBuild(registry: Registry): void {
  const labels = { version: ownVersion(), schema: String(SCHEMA_VERSION), node: process.version };
  new Gauge({
    name: "convofold_build_info",
    help: "1, with the version of convofold, of its output records and of Node.",
    labelNames: Object.keys(labels),
    registers: [registry],
  }).set(labels, 1);
}
