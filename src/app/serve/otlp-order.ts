import { z } from "zod";

import { AppError } from "../../models/app-error";

/** How often metrics are pushed. Where to, and with which headers, the exporter reads from the environment itself. */
export interface OtlpOrder {
  readonly intervalMs: number;
  readonly timeoutMs: number;
}

const schema = z.object({
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.literal("http/protobuf").optional(),
  OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: z.literal("http/protobuf").optional(),
  OTEL_METRIC_EXPORT_INTERVAL: z.coerce.number().int().min(100).default(60_000),
  OTEL_METRIC_EXPORT_TIMEOUT: z.coerce.number().int().min(1).default(30_000),
});

/**
 * Reads from OpenTelemetry's own variables whether metrics are pushed: only where they name an endpoint. Throws `AppError` where
 * they say something that cannot be.
 */
export function readOtlp(environment: Readonly<Record<string, string | undefined>>): OtlpOrder | undefined {
  const isSet = ([name, value]: [string, string | undefined]) => name.startsWith("OTEL_") && value !== "";
  const read = schema.safeParse(Object.fromEntries(Object.entries(environment).filter(isSet)));
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new AppError("wrongUse", `${String(issue?.path[0])}: ${issue?.message ?? ""}`, "See docs/operations.md.");
  }
  const { OTEL_EXPORTER_OTLP_ENDPOINT: all, OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: own } = read.data;
  if (all === undefined && own === undefined) return undefined;
  const { OTEL_METRIC_EXPORT_INTERVAL: intervalMs, OTEL_METRIC_EXPORT_TIMEOUT: timeoutMs } = read.data;
  return { intervalMs, timeoutMs: Math.min(timeoutMs, intervalMs) };
}
