import { z } from "zod";

import { BUILT_IN_FORMULAS, LEVEL_TERMS, spellFormula } from "../../answers/service-levels";
import { DEADLINES } from "../../deadlines/definitions";
import { stuck } from "../../deadlines/stuck";
import { MEASUREMENTS } from "../../measurements/definitions";
import { deadlineRecord } from "../../models/deadline";
import { measurementRecord } from "../../models/measurement";
import { PHASES } from "../../models/phase";
import { RULE_FIELDS, RUN_FIELDS, type PolicyField } from "../../models/policy-fields";
import { conversationRecord, rejectionRecord } from "../../models/view";
import { TRANSITIONS } from "../../reducers/phase";
import { formatSpan } from "../duration";
import { inputSections } from "./input-sections";
import { table } from "./table";

/** A page that is made from the code. */
export interface Page {
  /** Under `docs/`. */
  readonly name: string;
  readonly text: string;
}

/** Every page that is generated, as it should stand under `docs/`. */
export function generatePages(): readonly Page[] {
  return [
    { name: "measurements.md", text: measurementsPage() },
    { name: "deadlines.md", text: deadlinesPage() },
    { name: "policy.md", text: policyPage() },
    { name: "phases.md", text: phasesPage() },
    { name: "input.md", text: page("Input", ...inputSections()) },
    ...schemaPages(),
  ];
}

const NOTE = "<!-- Generated from the code by `npm run generate`. Do not edit. -->";

function page(title: string, ...parts: readonly string[]): string {
  return `${[`# ${title}`, NOTE, ...parts].join("\n\n")}\n`;
}

function measurementsPage(): string {
  const rows = MEASUREMENTS.map(({ name, unit, meaning, on, emitted, source, whenIncomplete }) => [
    `\`${name}\``,
    unit === "ms" ? "ms" : "1",
    meaning,
    on,
    emitted,
    source,
    whenIncomplete ? "yes" : "no",
  ]);
  return page(
    "Measurements",
    "Every number that convofold emits, made from the definitions in `src/measurements`. *platform*: name, value and date follow the platform's own analytics, so that both can be laid side by side; *convofold*: a name of our own. *Incomplete*: whether it is emitted of a communication that was first seen already ended; then only what the platform itself dated counts.",
    "A number carries the instant at which it became final (`emitDate`), how well it is known (`origin`: `reported`, `observed`, `inferred`, `timedOut`), and the records behind it (`evidence`). Segments of zero length emit nothing. A later line of the same `id` corrects an earlier one; `retracted` takes it back.",
    table(["name", "unit", "meaning", "on", "emitted", "source", "incomplete"], rows),
    "## What detail events alone yield",
    table(
      ["event", "measurements"],
      [
        [
          "`user.start` + `user.end`, or `user.end` alone",
          "`tAlert`, `tContacting`, `tDialing`, `tTalkComplete`, `tHeldComplete`, `tHandle`; `tTalk` too where there was no hold; `tNotResponding` where nothing was talked. Single holds and talks are not in them. A session without `queueId` is taken for a user's, not an agent's: it has no `tNotResponding`.",
        ],
        ["`acd.start`", "`nOffered`"],
        [
          "`acd.end`",
          "`tAcd`, and by its `acdOutcome` `tAbandon` or `tFlowOut`; `tAnswered` beside the agent's `user.end`",
        ],
        ["`customer.start`, `customer.end`", "`nConnected`, `tConnected`"],
        ["`voicemail.end`", "`tVoicemail`"],
        ["`acw`", "`tAcw`, and `tHandle` with it"],
        [
          "`flow.start`, `flow.end`, `flow.outcome`",
          "`nFlow`, `tFlow`, `tFlowExit`, `tFlowDisconnect`; `nFlowOutcome`, `nFlowOutcomeFailed`, `tFlowOutcome`",
        ],
        ["attributes, contacts, campaigns", "nothing; they are ignored and counted"],
      ],
    ),
    "Beside snapshots they date what snapshots leave undated and never double a communication: its id is the event's `sessionId`.",
    "## Not derivable from these records",
    "`tAgentResponseTime`, `tUserResponseTime` and `oMessageTurn` are not given: they need the time and the direction of each message, and no document of the platform that is read here has these: neither a snapshot nor a detail event tells of single messages. Topics of messages are known to be no conversation, and are ignored and counted.",
  );
}

function deadlinesPage(): string {
  const rows = [...DEADLINES, stuck].map(({ kind, due, metBy, spanFrom }) => [`\`${kind}\``, due, metBy, spanFrom]);
  return page(
    "Deadlines",
    "Every deadline that convofold watches, made from the definitions in `src/deadlines`. A deadline without a span is none.",
    table(["kind", "due", "met by", "span from"], rows),
    table(
      ["status", "meaning"],
      [
        ["`pending`", "Not yet due. Shown in the view of the conversation; not emitted by itself."],
        [
          "`dueSoon`",
          "Still open, and due within the policy's lead time for its kind (`warnBeforeHold`, …). Told, so that a dialler or a supervisor can act before it is overdue. A promised callback that is due outside of its calling window, by the calendars of the policy, is due soon by that lead before the window closes in which it may still be kept.",
        ],
        ["`met`", "What it waits for came at or before the due instant and the kind's tolerance."],
        ["`late`", "It came after."],
        ["`overdue`", "Due, settled (policy `settle`, or the kind's tolerance where that is longer), and still open."],
        ["`missed`", "The communication ended, at or after the due instant, without it."],
        ["`cancelled`", "It became moot before it was due."],
      ],
    ),
    "Overdue is derived as of an instant, never remembered: records that come later and show that a deadline was met in time change its status. Kinds that watch the platform's own timers (`alerting`, `wrapUp`, `callbackAutoDial`, `resume`) have the policy's `timerTolerance`, since those timers are not exact.",
  );
}

function policyPage(): string {
  const rows = (fields: readonly PolicyField[]) =>
    fields.map(({ name, meaning, defaultMs, leastMs, mostMs, mayBeOff }) => [
      `\`${name}\``,
      meaning,
      defaultMs === undefined ? "off" : formatSpan(defaultMs),
      `${formatSpan(leastMs)} to ${formatSpan(mostMs)}${mayBeOff ? ", or `off`" : ""}`,
    ]);
  const heads = ["field", "meaning", "default", "allowed"];
  const formulas = BUILT_IN_FORMULAS.map((formula) => [`\`${formula.name}\``, spellFormula(formula)]);
  return page(
    "Policy",
    "One YAML file, strictly checked: `convofold policy check FILE` shows what it comes to or names each field that is wrong. Spans are written `250ms`, `20s`, `5m`, `24h`, `90d` or as ISO-8601 (`PT20S`). Every field is optional but `version: 1`.",
    "## For the whole run",
    table(heads, rows(RUN_FIELDS)),
    "## Per queue and medium",
    "Under `defaults:`, under `media: {call: …}`, under `queues: {<queueId>: …}` and under `media:` of a queue. The closest counts: medium of the queue, queue, medium, defaults, built in.",
    table(heads, rows(RULE_FIELDS)),
    "```yaml\nversion: 1\nlateness: 24h\ndefaults:\n  answerTarget: 20s\nmedia:\n  chat:\n    answerTarget: 60s\n    holdMax: off\nqueues:\n  5b1f2a3c-0000-4000-a000-000000000001:\n    shortAbandon: 10s\n    media:\n      callback:\n        ownerWindow: 24h\n```",
    "## Service levels of reports",
    "Under `serviceLevels:`, by name: a `numerator` and a `denominator`, lists of counts that are added up, or the `platform`'s own formula with its switches `includeFlowOuts`, `excludeShortAbandons`, `excludeAbandons`. They take the place of those that are built in. No wait may be counted twice, and the denominator holds all of the numerator. See [report.md](report.md).",
    `Counts: ${LEVEL_TERMS.map((term) => `\`${term}\``).join(", ")}.`,
    table(["built in", "formula"], formulas),
    "```yaml\nversion: 1\nserviceLevels:\n  contract:\n    numerator: [answeredInTarget]\n    denominator: [answered, abandonedAfterTarget]\n  dashboard:\n    platform: { excludeShortAbandons: true }\n```",
    "## When callbacks may be called",
    "Calendars under `calendars:`, by name: windows of the local clock by day (`monday` … `sunday`, or `weekdays` and `weekend` for those that are not named), several as a list, and `holidays`, which have none. A day that is not named has none. `22:00-02:00` belongs to the day on which it begins and ends on the next; a holiday after it cuts it at midnight. A local time that does not exist, as the clock is put forward, is moved forward with it; one that comes twice is the first. A calendar without a `zone` goes by the clock of whoever is called.",
    table(
      ["field, under `defaults:` or of a queue", "meaning"],
      [
        ["`callingCalendar`", "When customers may be called; a calendar's name, or `off`."],
        ["`businessCalendar`", "When the centre is at work: a calendar with a `zone`, or `off`. Both must be open."],
        ["`zone`", "The zone of callees of whom nothing else is known, by its IANA name."],
      ],
    ),
    "Calendars change no number, and of deadlines only from when on a promise is due soon, where `warnBeforeCallbackDue` is set. `convofold callbacks` lays promises beside them ([callbacks.md](callbacks.md)). Where there are any, views of callbacks show in which zones the number may be (`calleeZones`), never the number.",
    "```yaml\nversion: 1\ncalendars:\n  callable:\n    weekdays: 08:00-21:00\n    saturday: [09:00-12:00, 13:00-18:00]\n    holidays: [2026-12-25, 2026-12-26]\n  office:\n    zone: Europe/Berlin\n    weekdays: 07:00-22:00\ndefaults:\n  callingCalendar: callable\n  zone: Europe/Berlin\nqueues:\n  5b1f2a3c-0000-4000-a000-000000000001:\n    businessCalendar: office\n    zone: America/New_York\n```",
  );
}

function phasesPage(): string {
  const rows = PHASES.map((phase) => [`**${phase}**`, ...PHASES.map((observed) => TRANSITIONS[phase][observed])]);
  return page(
    "Phases",
    "What an observation of a phase (column) does to a communication in a phase (row). The table is `TRANSITIONS` in `src/reducers/phase.ts`; it is total, and a new phase does not compile until its row is written. Observations come in the order of their instants, so a step back is the platform's, not the transport's.",
    table(["", ...PHASES], rows),
    table(
      ["step", "meaning"],
      [
        ["`stay`", "Nothing new."],
        ["`enter`", "A phase before the connect begins."],
        ["`unexpected`", "The same, by an edge that no source describes: an anomaly."],
        ["`connect`, `park`, `resume`, `end`", "The communication connects, is parked, comes back, ends."],
        ["`regress`", "Seen where it was before. The later phase stands: an anomaly."],
        [
          "`afterEnd`",
          "Seen alive after its end. The end stands: an anomaly. Only a connect dated after the end opens a further episode.",
        ],
      ],
    ),
    "`transmitting` stands for the platform's `converting`, `uploading` and `transmitting`; `ended` for `disconnected` and `terminated`; `unseen` for `none`, for no state, and for states that are not known.",
  );
}

function schemaPages(): Page[] {
  const schemas = {
    measurement: measurementRecord,
    deadline: deadlineRecord,
    conversation: conversationRecord,
    rejection: rejectionRecord,
  };
  return Object.entries(schemas).map(([name, schema]) => ({
    name: `schemas/${name}.schema.json`,
    text: `${JSON.stringify({ title: name, ...z.toJSONSchema(schema) }, undefined, 2)}\n`,
  }));
}
