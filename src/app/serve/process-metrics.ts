import { collectDefaultMetrics, Gauge, type Registry } from "prom-client";

import { SCHEMA_VERSION } from "../../models/schema-version";
import { ownVersion } from "../own-version";

/** Adds what the client's own collectors say of the process (`process_*`, `nodejs_*`), and which build it is. */
export function watchProcess(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
  const labels = { version: ownVersion(), schema: String(SCHEMA_VERSION), node: process.version };
  new Gauge({
    name: "convofold_build_info",
    help: "1, with the version of convofold, of its output records and of Node.",
    labelNames: Object.keys(labels),
    registers: [registry],
  }).set(labels, 1);
}
