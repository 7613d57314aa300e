import type { WorkerStatus } from "../../consumers/live/worker/worker-status";
import type { AddGauge } from "./odd-conversations";

/** Adds what a worker says of each of its partitions. */
export function watchPartitions(gauge: AddGauge, status: () => WorkerStatus): void {
  const byPartition = (name: string, help: string, values: () => Iterable<readonly [number, number]>) =>
    gauge(
      name,
      help,
      (one) => {
        one.reset();
        for (const [partition, value] of values()) one.set({ partition: String(partition) }, value);
      },
      ["partition"],
    );
  byPartition("convofold_lag_records", "Records of the input that are not folded yet.", () => status().lag);
  byPartition("convofold_played", "1 where a log is played: there the clock does not apply.", () =>
    status().partitions.map((partition) => [partition, Number(status().played.includes(partition))] as const),
  );
  byPartition("convofold_lag_seconds", "How old the last record is that was folded, where others wait.", () =>
    [...status().lagMs].map(([partition, ms]) => [partition, ms / 1000] as const),
  );
}
