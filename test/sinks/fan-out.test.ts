import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { FinalEmission, Outputs } from "../../src/engine/ports";
import { fanOut } from "../../src/sinks/fan-out";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** Outputs that keep the id alone of what they stage. */
function outputsThatNote(emitted: string[]): Outputs {
  const ignore = () => undefined;
  return {
    measurement: ignore,
    deadline: ignore,
    conversation: ignore,
    rejection: ignore,
    stage: ({ conversationId }) => {
      return () => emitted.push(conversationId);
    },
  };
}

function emissionOf(conversationId: string): FinalEmission {
  return { conversationId, revision: 1, measurements: [], deadlines: [], view: undefined, anomalies: {} };
}

describe("several outputs", () => {
  it("are each called when it is an emission's turn", () => {
    const emitted: string[] = [];
    const all = fanOut([outputsThatNote(emitted), undefined, outputsThatNote(emitted)]);
    const emit = all.stage?.(emissionOf("c1"));
    expect(emitted).toEqual([]);
    emit?.();
    expect(emitted).toEqual(["c1", "c1"]);
  });

  it("do not keep an emission in memory that all have staged", () => {
    const all = fanOut([outputsThatNote([]), outputsThatNote([])]);
    const staged = [1, 2, 3].map((number) => {
      const emission = emissionOf(`c${String(number)}`);
      return { emit: all.stage?.(emission), kept: new WeakRef(emission) };
    });
    // What a WeakRef was made of stays until the code that made it has ended.
    return new Promise((resolve) => setImmediate(resolve)).then(() => {
      collectGarbage();
      expect(staged.filter(({ emit, kept }) => emit === undefined || kept.deref() !== undefined)).toEqual([]);
    });
  });
});
