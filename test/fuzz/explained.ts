import { evidenceFrom } from "../../src/app/board/evidence";
import { KeptRecords } from "../../src/app/board/kept-records";
import type { Explanation } from "../../src/app/explain";
import { drawTimeline } from "../../src/cli/draw-timeline";
import { describeExplanations } from "../../src/cli/print-explanation";
import { createEngine } from "../../src/engine/engine";
import type { Decoded } from "../../src/models/decoded";
import type { Policy } from "../../src/models/policy";
import type { ConversationRecord } from "../../src/models/view";
import { UNTIL } from "./neighbours";
import type { Shown } from "./outputs";

const SOME = 1;
const RECORDS_MAX = 12;

/** What is shown to whoever asks why, of a few conversations: formulas, masked records, a drawing. */
export function explainSome(
  records: readonly (readonly [bytes: Buffer, decoded: readonly Decoded[]])[],
  policy: Policy,
): readonly Shown[] {
  const kept = new KeptRecords(64 << 20);
  const ids = new Map<string, number>();
  for (const [bytes, decoded] of records) {
    for (const one of decoded) {
      if (one.kind !== "observations" || (ids.size >= SOME && !ids.has(one.conversationId))) continue;
      const count = ids.get(one.conversationId) ?? 0;
      if (count >= RECORDS_MAX) continue;
      ids.set(one.conversationId, count + 1);
      kept.keep(one.conversationId, bytes, one.position);
    }
  }
  return [...ids.keys()].flatMap((id) => explainOne(id, kept, policy));
}

function explainOne(id: string, kept: KeptRecords, policy: Policy): Shown[] {
  const records = kept.of(id) ?? [];
  const { explanations, records: masked } = evidenceFrom(id, records, policy, UNTIL);
  const views: ConversationRecord[] = [];
  const silent = () => undefined;
  const engine = createEngine(policy, {
    measurement: silent,
    deadline: silent,
    conversation: (view) => views.push(view),
    rejection: silent,
  });
  engine.acceptAll(records.map(({ decoded }) => decoded));
  engine.finish(UNTIL);
  return [
    ["what explains its numbers", JSON.stringify(explanations)],
    ["its records, masked", JSON.stringify(masked)],
    ["what explains its numbers to people", describeExplanations(explanations as readonly Explanation[])],
    ["its drawing", views.map((view) => drawTimeline(view, 120)).join("\n")],
  ];
}
