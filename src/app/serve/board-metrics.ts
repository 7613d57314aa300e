import { Gauge, Registry } from "prom-client";

import type { Board } from "../../board/board";
import type { MetricsText } from "../../models/metrics-text";
import { watchProcess } from "./process-metrics";

type Values = () => Iterable<readonly [string, number]>;

/** What a board says of itself, for Prometheus: how far it is, what it keeps, and what its process takes. */
export function createBoardMetrics(board: Board): () => Promise<MetricsText> {
  const registry = new Registry();
  watchProcess(registry);
  watchRecords(registry, board);
  watchTime(registry, board);
  return async () => ({ type: registry.contentType, body: await registry.metrics() });
}

function watchRecords(registry: Registry, { source, state }: Board): void {
  addGauge(registry, "conversations", "Conversations that it shows, by whether they are over.", "state", () => {
    const { open, known } = state.counts();
    return Object.entries({ open, ended: known - open });
  });
  addGauge(registry, "records", "Records of its source, by what became of them.", "result", () =>
    Object.entries(source.health().records ?? {}),
  );
  addGauge(registry, "rejections", "Records, or participants of them, that were not folded, by reason.", "reason", () =>
    Object.entries(state.counts().rejections),
  );
  addGauge(registry, "lag_records", "Records that were not read yet, by partition.", "partition", () =>
    Object.entries(source.health().lag ?? {}),
  );
}

function watchTime(registry: Registry, { source }: Board): void {
  const single = (name: string, help: string, read: () => number | undefined) =>
    addGauge(registry, name, help, undefined, () => {
      const value = read();
      return value === undefined ? [] : [["", value] as const];
    });
  single("ready", "1 where it has read what was there when it began.", () => Number(source.isReady()));
  single("stream_time_seconds", "The instant that its numbers hold for, in seconds since 1970.", () => {
    const { asOf } = source.clock();
    return asOf === undefined ? undefined : asOf / 1000;
  });
  single("last_record_seconds", "When the last record came, by its machine's clock, in seconds since 1970.", () => {
    const { lastRecordAt } = source.health();
    return lastRecordAt === null ? undefined : Date.parse(lastRecordAt) / 1000;
  });
}

/** Adds a gauge whose values, each with that of its label, are read when somebody asks. */
function addGauge(registry: Registry, name: string, help: string, label: string | undefined, read: Values): void {
  new Gauge({
    name: `convofold_board_${name}`,
    help,
    labelNames: label === undefined ? [] : [label],
    registers: [registry],
    collect() {
      this.reset();
      for (const [value, number] of read()) this.set(label === undefined ? {} : { [label]: value }, number);
    },
  });
}
