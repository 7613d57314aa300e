import type { DeadlineRecord } from "./deadline";
import type { FinalConversation } from "./final-conversation";
import { isTouched, type Gap } from "./gap";
import { instantIn, lifeOf, type Life } from "./life";
import type { MeasurementRecord } from "./measurement";

/** The gaps that may have touched a conversation: of its partition or of all, while it was open. It follows from what stands of it alone. */
export function gapsOf(conversation: FinalConversation, gaps: readonly Gap[]): readonly Gap[] {
  if (gaps.length === 0) return gaps;
  const lives = conversation.views.map(lifeOf);
  const open = gaps.filter((gap) => lives.some(({ from, to }) => isTouched(gap, from, to)));
  if (open.every(({ partition }) => partition === undefined)) return open;
  const isIn = isInPartition(conversation);
  return open.filter(isIn);
}

/** When what a measurement measured passed. One that adds over parts of its communication reaches back to the start of that. */
export function spanOfMeasurement(
  { value = 0, emitDate }: Pick<MeasurementRecord, "value" | "emitDate">,
  { isSum, isLength }: { readonly isSum: boolean; readonly isLength: boolean },
  life: Life,
): Life | undefined {
  const to = instantIn(emitDate);
  if (to === undefined) return undefined;
  const from = isLength ? to - value : to;
  return { from: isSum ? Math.min(life.from, from) : from, to };
}

/** When news could still have changed what became of a deadline: from the start of its communication until it was met, or that was over. */
export function spanOfDeadline({ metAt }: Pick<DeadlineRecord, "metAt">, life: Life): Life {
  return { from: life.from, to: instantIn(metAt) ?? life.to };
}

/** Whether records of a gap's partition may be of a conversation. One of which no partition is known may be in any. */
export function isInPartition({ measurements, deadlines }: FinalConversation): (gap: Gap) => boolean {
  const partitions = [...measurements, ...deadlines].flatMap(({ evidence = [] }) =>
    evidence.flatMap((position) => ("partition" in position ? [position] : [])),
  );
  return ({ topic, partition }) =>
    partition === undefined ||
    partitions.length === 0 ||
    partitions.some((position) => position.partition === partition && position.topic === topic);
}
