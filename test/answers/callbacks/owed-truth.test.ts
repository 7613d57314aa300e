import { callbacksOf, type CallbackContext } from "../../../src/answers/callbacks/callback-list";
import { FinalsCollector } from "../../../src/app/finals/finals-collector";
import { compilePolicy } from "../../../src/app/policy";
import { readPolicyFile } from "../../../src/app/policy-file";
import { zoneNamed } from "../../../src/calendars/zones";
import { simulate, USUAL_OPTIONS } from "../../../src/consumers/simulation/player";
import { createEngine } from "../../../src/engine/engine";
import { decodeLines } from "../../support/board";

const context: CallbackContext = {
  termsFor: () => ({ calendars: [], zone: undefined }),
  toleranceFor: () => 0,
  zoneOf: zoneNamed,
  asOf: undefined,
  cluesFor: () => ({}),
};

/** What really happened to a customer who was promised a call, in epoch ms; Infinity where it did not. */
interface Promised {
  readonly conversationId: string;
  readonly madeAt: number;
  readonly triedAt: number;
  readonly reachedAt: number;
  readonly withdrawnAt: number;
}

/** The lines of a simulated centre with their instants, and what really happened to those who were promised a call. */
function play(seed: number) {
  const lines: { readonly at: number; readonly line: string }[] = [];
  const promised: Promised[] = [];
  for (const output of simulate({ ...USUAL_OPTIONS, seed, conversations: 150, shapes: ["nested"] })) {
    if ("line" in output) {
      lines.push({ at: (JSON.parse(output.line) as { timestamp: number }).timestamp, line: output.line });
      continue;
    }
    const { truth, communications } = output;
    const first = (name: string) =>
      Math.min(Infinity, ...truth.filter((one) => one.name === name).map(({ emitDate }) => Date.parse(emitDate)));
    const [made] = truth;
    if (made === undefined || first("nCallbackScheduled") === Infinity) continue;
    const customer = communications.find(
      ({ mediaType, purpose }) => mediaType === "callback" && purpose === "customer",
    );
    promised.push({
      conversationId: made.conversationId,
      madeAt: first("nCallbackScheduled"),
      triedAt: first("tCallbackLate"),
      reachedAt: first("tCallbackWait"),
      withdrawnAt: customer?.disconnectType === "client" ? (customer.endedAt ?? Infinity) : Infinity,
    });
  }
  return { lines, promised };
}

/** The conversations whose customers are owed a call, by the lines of a log up to an instant. */
function owedAt(lines: readonly { readonly at: number; readonly line: string }[], until: number): Set<string> {
  const collector = new FinalsCollector();
  const engine = createEngine(compilePolicy(readPolicyFile("samples/policy.yaml")), collector);
  engine.acceptAll(decodeLines(lines.filter(({ at }) => at <= until).map(({ line }) => line)));
  engine.finish(until);
  const owed = collector.finals().flatMap((one) => callbacksOf(one, context).filter((callback) => callback.owed));
  return new Set(owed.map(({ conversationId }) => conversationId));
}

/** A record comes a little after what it shows; so close to an instant nothing is asked of it. */
const NEAR_MS = 5000;

describe("the customers who are owed a call", () => {
  it.each([1, 2])("are all listed at any moment, by what really happened (centre %i)", (seed) => {
    const { lines, promised } = play(seed);
    expect(promised.length).toBeGreaterThan(10);
    const instants = lines.map(({ at }) => at).sort((left, right) => left - right);
    let asked = 0;
    for (const share of [0.1, 0.3, 0.5, 0.7, 0.85, 0.95, 1]) {
      const until = instants[Math.floor((instants.length - 1) * share)] ?? 0;
      const owed = owedAt(lines, until);
      for (const { conversationId, madeAt, triedAt, reachedAt, withdrawnAt } of promised) {
        const ends = [triedAt, reachedAt, withdrawnAt];
        if ([madeAt, ...ends].some((at) => Math.abs(at - until) < NEAR_MS)) continue;
        const isOwed = madeAt < until && ends.every((at) => at > until);
        const isSettled = madeAt > until || reachedAt < until || withdrawnAt < until;
        if (!isOwed && !isSettled) continue;
        asked += 1;
        expect([conversationId, until, owed.has(conversationId)]).toEqual([conversationId, until, isOwed]);
      }
    }
    expect(asked).toBeGreaterThan(50);
  });
});
