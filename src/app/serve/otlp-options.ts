import { z } from "zod";

import { readEnvironment, type Environment } from "./environment";

/** How often metrics are pushed. Where to, and with which headers, the exporter reads from the environment itself. */
export interface OtlpOptions {
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

const endpoint = z.url({ protocol: /^https?$/ }).optional();
const schema = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: endpoint,
  OTEL_EXPORTER_OTLP_PROTOCOL: z.literal("http/protobuf").optional(),
  OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: z.literal("http/protobuf").optional(),
  OTEL_METRIC_EXPORT_INTERVAL: z.coerce.number().int().min(100).default(60_000),
  OTEL_METRIC_EXPORT_TIMEOUT: z.coerce.number().int().min(1).default(30_000),
});

/**
 * Reads from OpenTelemetry's own variables whether metrics are pushed: only where they name an endpoint, and do not turn it off
 * (`OTEL_METRICS_EXPORTER=none`, `OTEL_SDK_DISABLED=true`). Throws `AppError` where they say something that cannot be.
 */
export function readOtlp(environment: Environment): OtlpOptions | undefined {
  const set: Environment = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const { OTEL_EXPORTER_OTLP_ENDPOINT: all, OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: own } = set;
  if ((all ?? own) === undefined || set["OTEL_METRICS_EXPORTER"] === "none" || set["OTEL_SDK_DISABLED"] === "true")
    return undefined;
  const { OTEL_METRIC_EXPORT_INTERVAL: intervalMs, OTEL_METRIC_EXPORT_TIMEOUT: timeoutMs } = readEnvironment(
    schema,
    set,
  );
  return { intervalMs, timeoutMs: Math.min(timeoutMs, intervalMs) };
}
