import { compilePolicy, EMPTY_POLICY } from "../../src/app/policy";
import { makeReport, type ReportOptions } from "../../src/app/tables/make-report";
import type { TableReport } from "../../src/answers/report";
import type { ReportRow } from "../../src/answers/report-row";
import { BUILT_IN_FORMULAS } from "../../src/answers/service-levels";
import { zoneNamed } from "../../src/calendars/zones";
import type { FinalConversation, FinalMeasurement } from "../../src/models/final-conversation";
import type { CommunicationView, ConversationRecord } from "../../src/models/view";

/** An instant as outputs write it: a time of day of 2 March 2026, or a whole date and time in UTC. */
export function instant(text: string): string {
  return new Date(text.includes("T") ? text : `2026-03-02T${text}Z`).toISOString();
}

/** A communication as a test states it: what differs from a call of nobody. */
export interface Stated extends Partial<Omit<CommunicationView, "segments">> {
  readonly id: string;
  readonly purpose: string;
  readonly userId?: string;
  readonly segments?: CommunicationView["segments"];
  /** Its numbers: name, value and instant; what repeats has a key. */
  readonly numbers?: readonly (readonly [name: string, value: number, at: string, key?: string])[];
}

/** A conversation of stated communications, as its outputs stand at the end. */
export function conversation(
  id: string,
  stated: readonly Stated[],
  more: Partial<ConversationRecord> = {},
): FinalConversation {
  const measurements = stated.flatMap(({ id: key, numbers = [], ...rest }) =>
    numbers.map(([name, value, at, repeated]) => measurementOf(id, key, rest, { name, value, at, repeated })),
  );
  const view: ConversationRecord = {
    type: "conversation",
    schemaVersion: 1,
    id,
    revision: 1,
    state: "ended",
    startTime: instant("09:00:00"),
    lastNews: instant("09:00:00"),
    participants: stated.map(({ id: communicationId, purpose, userId, numbers: _numbers, ...rest }) => ({
      participantId: `${communicationId}-participant`,
      purpose,
      userId,
      communications: [
        { communicationId, mediaType: "call", state: "ended", since: instant("09:00:00"), segments: [], ...rest },
      ],
    })),
    deadlines: [],
    ...more,
  };
  return { id, measurements, deadlines: [], views: [view] };
}

function measurementOf(
  conversationId: string,
  key: string,
  { purpose, userId, queueId, mediaType = "call", direction }: Omit<Stated, "id">,
  { name, value, at, repeated }: { name: string; value: number; at: string; repeated: string | undefined },
): FinalMeasurement {
  return {
    type: "measurement",
    schemaVersion: 1,
    id: `${conversationId}/${key}/${name}${repeated === undefined ? "" : `/${repeated}`}`,
    revision: 1,
    conversationId,
    participantId: `${key}-participant`,
    communicationId: key,
    mediaType,
    direction,
    purpose,
    userId,
    queueId,
    name,
    value,
    emitDate: instant(at),
  };
}

/** A wait in queue `q1`: its outcome and numbers as a fold comes to them. */
export function wait(
  id: string,
  entered: string,
  left: string | undefined,
  outcome: string,
  more: Partial<Stated> = {},
): Stated {
  const waitMs = left === undefined ? 0 : Date.parse(instant(left)) - Date.parse(instant(entered));
  const name = { abandoned: "tAbandon", flowOut: "tFlowOut" }[outcome];
  const over = left === undefined || waitMs === 0 ? [] : ([["tAcd", waitMs, left]] as const);
  const ended = name === undefined || left === undefined || waitMs === 0 ? [] : ([[name, waitMs, left]] as const);
  const isShort = outcome === "abandoned" && waitMs > 0 && waitMs < 5000 && left !== undefined;
  return {
    id,
    purpose: "acd",
    queueId: "q1",
    connectedTime: instant(entered),
    ...(left === undefined ? { state: "connected" } : { endTime: instant(left) }),
    queueOutcome: outcome,
    numbers: [
      ["nOffered", 1, entered],
      ...over,
      ...ended,
      ...(isShort ? ([["tShortAbandon", waitMs, left]] as const) : []),
    ],
    ...more,
  };
}

/** A table of conversations in half hours of UTC, together, by what became final; give what differs. */
export function tableOf(
  conversations: readonly FinalConversation[],
  { zone = "UTC", ...more }: Partial<Omit<ReportOptions, "zone">> & { readonly zone?: string } = {},
): Promise<TableReport> {
  const found = zoneNamed(zone);
  if (found === undefined) throw new Error(`no zone ${zone}`);
  const options: ReportOptions = {
    interval: "30m",
    by: [],
    attribution: "final",
    dayRule: "due",
    formulas: BUILT_IN_FORMULAS,
    policy: compilePolicy(EMPTY_POLICY),
    from: undefined,
    to: undefined,
    ...more,
    zone: found,
  };
  return makeReport(options, { kind: "outputs", names: ["test"], conversations });
}

/** A number of each row, by the time of day at which its interval begins. */
export function byInterval<Value>(
  { rows }: TableReport,
  valueOf: (row: ReportRow) => Value,
): (readonly [string, Value])[] {
  return rows.map((row) => [(row.from ?? "").slice(0, 16), valueOf(row)] as const);
}

/** What the checks of a table found. */
export function violations({ checks }: TableReport): string[] {
  return checks.flatMap((check) => check.violations);
}
