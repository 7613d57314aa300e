import { randomUUID } from "node:crypto";
import { hostname } from "node:os";

import { diag, DiagLogLevel } from "@opentelemetry/api";
import { setGlobalErrorHandler } from "@opentelemetry/core";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-proto";
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from "@opentelemetry/resources";
import { MeterProvider, PeriodicExportingMetricReader, type MetricProducer } from "@opentelemetry/sdk-metrics";

import type { Log } from "../../consumers/live/port/log";
import { withTimeout } from "../../consumers/live/port/waiting";
import { toMetricData, type MetricFamily } from "./otlp-form";
import type { OtlpOptions } from "./otlp-options";

/** So long a worker that ends waits until its last metrics were taken. */
const LAST_PUSH_MS = 3000;

/**
 * Pushes metrics to where the environment says, from now on; returns what pushes the last ones and ends that. An endpoint that
 * does not take them is a warning: what is pushed is counted from the start on, so the next push makes up for it.
 */
export function pushMetrics(
  families: () => Promise<readonly MetricFamily[]>,
  { intervalMs, timeoutMs }: OtlpOptions,
  log: Log,
): () => Promise<void> {
  const report = (error: unknown) => log.warn("metrics were not pushed", { error: String(error) });
  setGlobalErrorHandler(report);
  // That a push took too long is reported only there.
  const nothing = () => undefined;
  const logger = { error: report, warn: nothing, info: nothing, debug: nothing, verbose: nothing };
  diag.setLogger(logger, { logLevel: DiagLogLevel.ERROR, suppressOverrideMessage: true });
  const startedAt = Date.now();
  const identity = { "service.name": "convofold", "service.instance.id": `${hostname()}-${randomUUID().slice(0, 8)}` };
  const resource = defaultResource()
    .merge(resourceFromAttributes(identity))
    .merge(detectResources({ detectors: [envDetector] }));
  const producer: MetricProducer = {
    async collect() {
      const metrics = toMetricData(await families(), startedAt, Date.now());
      return { resourceMetrics: { resource, scopeMetrics: [{ scope: { name: "convofold" }, metrics }] }, errors: [] };
    },
  };
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter(),
    exportIntervalMillis: intervalMs,
    exportTimeoutMillis: timeoutMs,
    metricProducers: [producer],
  });
  const provider = new MeterProvider({ resource, readers: [reader] });
  return async () => {
    await withTimeout(LAST_PUSH_MS, "the last push", provider.shutdown()).catch(report);
  };
}
