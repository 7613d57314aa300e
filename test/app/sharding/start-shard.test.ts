import type { MessagePort } from "node:worker_threads";

import { foldShard } from "../../../src/app/sharding/fold-shard";
import type { ShardOptions, ToWorker } from "../../../src/app/sharding/protocol";
import { startHere } from "../../../src/app/sharding/start-shard";

jest.mock("../../../src/app/sharding/fold-shard");

it("ends a shard on this thread before it is stopped, and hears nothing more of it", async () => {
  const events: string[] = [];
  jest.mocked(foldShard).mockImplementation(async (_order, port: MessagePort) => {
    await new Promise<void>((resolve) => {
      port.on("message", ({ type }: ToWorker) => {
        events.push(type);
        port.postMessage({ type: "unsound" });
        if (type === "stop") setImmediate(resolve);
      });
    });
    events.push("ended");
    port.close();
  });
  const heard: string[] = [];
  let onHeard: () => void = () => undefined;
  const answered = new Promise<void>((resolve) => (onHeard = resolve));
  const shard = startHere({} as ShardOptions, {
    onMessage: ({ type }) => {
      heard.push(type);
      onHeard();
    },
    onError: (error) => heard.push(error.message),
  });
  shard.send({ type: "go" });
  await answered;
  await shard.stop();
  expect([events, heard]).toEqual([["go", "stop", "ended"], ["unsound"]]);
});
