import { UNEXPLAINED, type Difference } from "./difference";
import { isStated, type Subject } from "./subject";

/**
 * So many numbers of ours must stand alone before a metric counts as one that the export states nowhere: fewer may just as well be errors
 * of ours in what the platform has none of.
 */
export const UNSTATED_MIN = 20;

interface Draft {
  numbers: number;
  /** Each by itself, while they are few. */
  few: Difference[];
}

/** Numbers of ours of which nothing else is known, and whose name stands nowhere in the export: of many, that is reported once for each name. */
export class UnstatedMetrics {
  private readonly drafts = new Map<string, Draft>();

  /** Takes a number if it is one of these; says whether it is. */
  take(difference: Difference, { pair, conversation }: Subject): boolean {
    const isPlain = difference.cause === null && difference.why === UNEXPLAINED;
    if (!isPlain || pair.status !== "extra" || isStated(pair.name, conversation.export)) return false;
    const draft = this.drafts.get(pair.name) ?? { numbers: 0, few: [] };
    this.drafts.set(pair.name, draft);
    draft.numbers += 1;
    if (draft.numbers < UNSTATED_MIN) draft.few.push(difference);
    else draft.few = [];
    return true;
  }

  /** What is to be reported of them: a difference for each name, or those of it that there are. */
  differences(): Difference[] {
    return [...this.drafts].flatMap(([metric, { numbers, few }]) =>
      numbers < UNSTATED_MIN ? few : [ofAll(metric, numbers)],
    );
  }
}

function ofAll(metric: string, numbers: number): Difference {
  return {
    ...{ conversationId: null, participantId: null, sessionId: null, mediaType: null, queue: null, day: null },
    metric,
    status: "extra",
    numbers,
    ours: null,
    platform: null,
    cause: "notStated",
    why: `The export has no ${metric} in any session: ours have nothing to be compared with.`,
    records: [],
    exportedAt: null,
  };
}
