import { statusOf } from "../../deadlines/status";
import type { DeadlineRecord } from "../../models/deadline";
import type { Instant } from "../../models/instant";
import type { MeasurementRecord } from "../../models/measurement";
import type { Policy } from "../../models/policy";
import type { ConversationRecord } from "../../models/view";
import { forgottenAfter, overAt, shownOf } from "../history/lifecycle-end";
import { deadlinesOf } from "../derive/deadlines-of";
import { toDeadlineRecord, toMeasurementRecord } from "../emit/emissions";
import { evaluatePauses } from "../derive/stuck-pauses";
import { deriveCommunication, idOf, prefixOf } from "../derive/derived-communication";
import { viewConversation } from "../emit/view";
import type { Lifecycle } from "./lifecycle";

/** A record that stands. Its revision says nothing: the reference has none. */
export type Final = MeasurementRecord | DeadlineRecord | ConversationRecord;

/** The time of a conversation's partition, and what its view is to say of it. */
export interface Moment {
  readonly stream: Instant;
  readonly asOf: Instant;
  /** Nothing confirms the leap of its time. */
  readonly isSuspect: boolean;
}

/** Whether stream time has left a conversation so far behind that it is evicted. */
export function isEvicted(lifecycles: readonly Lifecycle[], stream: Instant, policy: Policy): boolean {
  const latest = latestOf(lifecycles);
  return stream > overAt(latest, policy) + policy.latenessMs;
}

/** The latest lifecycle of a conversation. */
export function latestOf(lifecycles: readonly Lifecycle[]): Lifecycle {
  const latest = lifecycles.at(-1);
  if (latest === undefined) throw new RangeError("a conversation has no lifecycle");
  return latest;
}

/**
 * What stands of a conversation; of records of one id the last counts. Earlier lifecycles that nothing accepted can belong to
 * stand by themselves; so a later one may take over their ids. Those that are left are shown together.
 */
export function finalsOf(id: string, lifecycles: readonly Lifecycle[], policy: Policy, moment: Moment): Final[] {
  const isLeft = (one: Lifecycle) => moment.stream <= forgottenAfter(one, policy) + policy.latenessMs;
  const dropped = lifecycles.slice(0, -1).filter((one) => !isLeft(one));
  const left = lifecycles.slice(dropped.length);
  return [
    ...dropped.flatMap((one) => standingOf(id, [one], policy, { ...moment, isSuspect: false }, true)),
    ...standingOf(id, left, policy, moment, isEvicted(left, moment.stream, policy)),
  ];
}

function standingOf(
  id: string,
  lifecycles: readonly Lifecycle[],
  policy: Policy,
  moment: Moment,
  isOver: boolean,
): Final[] {
  const latest = latestOf(lifecycles);
  const asOf = Math.max(moment.asOf, latest.lastAt());
  const viewed = {
    id,
    revision: 0,
    policy,
    shown: () => shownOf(lifecycles),
    deadlines: () => deadlinesOf(id, lifecycles, policy, asOf),
  };
  const isSwept = isOver && !latest.isSettled();
  const view = viewConversation(viewed, asOf, { isSwept, isSuspect: moment.isSuspect && !isOver });
  return [...deriveAll(id, lifecycles, policy, asOf), ...(view === undefined ? [] : [view])];
}

/** Every measurement, and every deadline but those that are pending: of these the view speaks. */
function deriveAll(id: string, lifecycles: readonly Lifecycle[], policy: Policy, asOf: Instant): Final[] {
  const prefixes = new Set<string>();
  return lifecycles.flatMap((lifecycle) => {
    if (lifecycle.isLongEnded()) return [];
    // A deadline of what is over is none.
    const until = Math.min(asOf, overAt(lifecycle, policy));
    const timeline = lifecycle.timeline();
    const ofCommunications = timeline.communications.flatMap((communication) => {
      const prefix = prefixOf(id, communication, prefixes);
      const {
        subject,
        measurements,
        deadlines: promises,
      } = deriveCommunication(communication, timeline, prefix, policy);
      return [
        ...measurements.map((now) => {
          const { name, key } = now;
          return toMeasurement({ id: idOf(prefix, name, key), name, subject, now });
        }),
        ...promises.map(({ kind, key, value }) => {
          const { dueAt, warnFrom, met, evidence } = value;
          const status = statusOf(value, until, policy.settleMs);
          return toDeadline(
            { id: idOf(prefix, kind, key), kind, subject, dueAt, status, warnFrom, metAt: met?.at, evidence },
            asOf,
          );
        }),
      ];
    });
    const subject = { conversationId: id };
    const pauses = evaluatePauses(timeline, policy, until).map((pause) =>
      toDeadline({ ...pause, subject, evidence: [] }, asOf),
    );
    return [...ofCommunications, ...pauses].filter((final) => !("status" in final && final.status === "pending"));
  });
}

/** What a change to something that was not there before has no use for. */
const ANEW = { revision: 0, before: undefined, replacedBy: undefined } as const;

type Anew<Change> = Omit<Change, keyof typeof ANEW>;

function toMeasurement(measurement: Anew<Parameters<typeof toMeasurementRecord>[0]>): MeasurementRecord {
  return toMeasurementRecord({ ...measurement, ...ANEW }, ANEW.revision);
}

function toDeadline(deadline: Anew<Parameters<typeof toDeadlineRecord>[0]>, asOf: Instant): DeadlineRecord {
  return toDeadlineRecord({ ...deadline, ...ANEW }, asOf);
}
