import { execFile } from "node:child_process";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { promisify } from "node:util";

import { ServiceMetrics } from "../../../src/app/serve/metrics";
import { toMetricData } from "../../../src/app/serve/otlp-form";
import { readOtlp } from "../../../src/app/serve/otlp-options";
import type { MeasurementRecord } from "../../../src/models/measurement";

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector:4318" };

describe("pushing metrics", () => {
  it("is off unless an endpoint is named, and where it is turned off", () => {
    expect(readOtlp({ OTEL_SERVICE_NAME: "convofold", OTEL_EXPORTER_OTLP_ENDPOINT: "" })).toBeUndefined();
    expect(readOtlp({ OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" })).toBeUndefined();
    expect(readOtlp({ ...ENDPOINT, OTEL_METRICS_EXPORTER: "none" })).toBeUndefined();
    expect(readOtlp({ ...ENDPOINT, OTEL_SDK_DISABLED: "true" })).toBeUndefined();
    expect(readOtlp(ENDPOINT)).toEqual({ intervalMs: 60_000, timeoutMs: 30_000 });
    const often = { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: "https://collector/m", OTEL_METRIC_EXPORT_INTERVAL: "1000" };
    expect(readOtlp(often)).toEqual({ intervalMs: 1000, timeoutMs: 1000 });
  });

  it.each([
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318"],
    ["OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"],
    ["OTEL_METRIC_EXPORT_INTERVAL", "often"],
    ["OTEL_METRIC_EXPORT_TIMEOUT", "0"],
  ])("names the variable that cannot be: %s=%s", (name, value) => {
    expect(() => readOtlp({ ...ENDPOINT, [name]: value })).toThrow(name);
  });

  it("says the same as what Prometheus reads, under the same names", async () => {
    const metrics = new ServiceMetrics([20]);
    metrics.record("folded");
    metrics.record("folded");
    metrics.record("late");
    metrics.restored(300, 4096);
    for (const value of [500, 4000, 20_000, 4_000_000])
      metrics.measured({ name: "tHandle", value, mediaType: "call" } as MeasurementRecord);
    const exported = toMetricData(await metrics.registry.getMetricsAsJSON(), 1000, 2500);
    const by = (name: string) => exported.find(({ descriptor }) => descriptor.name === name);
    expect(by("convofold_records_total")).toMatchObject({
      isMonotonic: true,
      dataPoints: [
        { attributes: { result: "folded" }, value: 2, startTime: [1, 0], endTime: [2, 500_000_000] },
        { attributes: { result: "late" }, value: 1 },
      ],
    });
    expect(by("convofold_restored_bytes_total")).toMatchObject({
      descriptor: { unit: "By" },
      dataPoints: [{ value: 4096 }],
    });
    expect(by("process_cpu_seconds_total")).toMatchObject({ descriptor: { unit: "s" }, isMonotonic: true });
    expect(by("convofold_build_info")?.dataPoints).toMatchObject([{ value: 1 }]);
    const [handled] = by("convofold_handle_seconds")?.dataPoints ?? [];
    expect(handled?.attributes).toEqual({ queue: "none", media: "call" });
    expect(handled?.value).toMatchObject({ sum: 4024.5, count: 4 });
    const { buckets } = handled?.value as { buckets: { boundaries: number[]; counts: number[] } };
    expect(buckets.counts).toHaveLength(buckets.boundaries.length + 1);
    expect(buckets.counts.reduce((sum, count) => sum + count, 0)).toBe(4);
    expect(buckets.counts[buckets.boundaries.indexOf(20)]).toBe(1);
    expect(buckets.counts.at(-1)).toBe(1);
  });

  describe("to a collector", () => {
    const taken: { readonly url: string | undefined; readonly type: string | undefined; readonly body: Buffer }[] = [];
    let status = 200;
    const collector = createServer((request: IncomingMessage, response) => {
      const pieces: Buffer[] = [];
      request.on("data", (piece: Buffer) => pieces.push(piece));
      request.on("end", () => {
        const { url, headers } = request;
        taken.push({ url, type: headers["content-type"], body: Buffer.concat(pieces) });
        if (status > 0) response.writeHead(status).end();
      });
    });
    /**
     * Pushes once, records something, and ends, in a process of its own: the exporter loads what jest does not let it. An answer is waited
     * for as long as until the next push.
     */
    const push = async (intervalMs = 2000): Promise<string> => {
      const { port } = collector.address() as AddressInfo;
      const script = `
        const { pushMetrics } = require("./otlp.js");
        const { ServiceMetrics } = require("./metrics.js");
        const metrics = new ServiceMetrics([]);
        const log = { info() {}, warn: (text, { error }) => console.log(text, error) };
        let isPushed = false;
        const families = () => metrics.registry.getMetricsAsJSON().finally(() => (isPushed = true));
        const end = pushMetrics(families, { intervalMs: ${intervalMs}, timeoutMs: ${intervalMs} }, log);
        const watch = setInterval(() => {
          if (!isPushed) return;
          clearInterval(watch);
          metrics.record("rejected");
          void end();
        }, 50);`;
      const { stdout } = await promisify(execFile)(process.execPath, ["-e", script], {
        cwd: path.join(__dirname, "../../../dist/app/serve"),
        env: {
          ...process.env,
          OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
          OTEL_RESOURCE_ATTRIBUTES: "deployment.environment=night",
        },
      });
      return stdout;
    };

    beforeAll(async () => new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve)));

    afterAll(() => {
      collector.closeAllConnections();
      collector.close();
    });

    it("sends protobuf over HTTP, the last once more at the end", async () => {
      expect(await push()).toBe("");
      const texts = taken.map(({ body }) => String(body));
      expect(texts.length).toBeGreaterThanOrEqual(2);
      expect(taken.at(-1)).toMatchObject({ url: "/v1/metrics", type: "application/x-protobuf" });
      for (const word of ["convofold_records_total", "rejected", "service.name", "deployment.environment", "night"])
        expect(texts.at(-1)).toContain(word);
      expect(texts[0]).not.toContain("rejected");
    });

    it("warns where they are refused, and goes on", async () => {
      status = 400;
      const warnings = (await push()).trim().split("\n");
      expect(warnings.length).toBeGreaterThanOrEqual(2);
      for (const warning of warnings) expect(warning).toMatch(/^metrics were not pushed .*Bad Request/);
    });

    it("warns where no answer comes in time", async () => {
      status = 0;
      const warnings = (await push(500)).trim().split("\n");
      expect(warnings[0]).toMatch(/^metrics were not pushed .*timed out after 500ms/);
      expect(warnings.at(-1)).toMatch(/^metrics were not pushed .*the last push took longer than 3000 ms/);
    });
  });
});
