import fc from "fast-check";

import type { LogRecord } from "../../src/consumers/live/port/port";
import { BASE, hostileLog, ONE_HOUR, WITH_PAUSES, withLateOnes, type HostileRecord } from "./hostile";

/** A record as its producer writes it. */
export type InputRecord = Pick<LogRecord, "key" | "value" | "timestamp">;

/** What a document is of, as its producer knows it. */
function keyOf(document: unknown): string {
  return /"(?:conversationId|id)":"(v\d)"/.exec(JSON.stringify(document))?.[1] ?? "";
}

/** A record of the input; some lie under another key, and some are rubbish. */
function toInput({ at, document }: HostileRecord, chance: number): InputRecord {
  const { value } = document as { readonly value: unknown };
  const text = chance === 0 ? "{oops" : JSON.stringify(value);
  const key = chance === 1 ? "elsewhere" : keyOf(document);
  return { key: Buffer.from(key), value: chance === 2 ? null : Buffer.from(text), timestamp: at };
}

/** An agent is alerted, which is overdue by the clock where nothing more is said of it. */
const alert: fc.Arbitrary<HostileRecord> = fc
  .tuple(fc.constantFrom(...WITH_PAUSES.conversations), fc.integer({ min: 0, max: 7200 }), fc.nat(9))
  .map(([id, seconds, number]) => {
    const at = BASE + seconds * 1000;
    const startAlertingTime = new Date(at).toISOString();
    const calls = [{ id: `alert-${number}`, state: "alerting", alertingTimeoutMs: 8000, startAlertingTime }];
    const participants = [{ id: `alerted-${number}`, purpose: "agent", calls }];
    return { at, document: { partition: 0, timestamp: at, value: { id, participants } } };
  });

const inputsBy = (arrange: (log: HostileRecord[]) => HostileRecord[]): fc.Arbitrary<readonly InputRecord[]> =>
  fc
    .record({
      alerts: fc.array(alert, { maxLength: 12 }),
      // Of an hour in which much goes on, and of hours in which conversations end and come back.
      busy: hostileLog(ONE_HOUR, 25),
      calm: hostileLog(WITH_PAUSES, 25),
      chances: fc.array(fc.nat(11), { minLength: 62, maxLength: 62 }),
    })
    .map(({ alerts, busy, calm, chances }) => {
      const log = arrange([...alerts, ...busy, ...calm].sort((one, other) => one.at - other.at));
      return log.map((record, index) => toInput(record, chances[index] ?? 3));
    });

/** A log for a service: hostile, with rubbish, and with records that come late. */
export const inputs = inputsBy(withLateOnes);

/** The same without records that come late. */
export const timelyInputs = inputsBy((log) => log);
