import type { ParticipantState } from "../models/communication";

/** The states of a conversation's participants, by participant. */
export type States = Map<string, ParticipantState>;

/** The states after the first `count` records of a history. */
export interface Checkpoint {
  count: number;
  readonly states: States;
}

/** Checkpoints of a history: with them a late record costs what follows it, not all of a long conversation. */
export interface Checkpoints {
  /** The last one that lies within the first `count` records. */
  readonly lastWithin: (count: number) => Checkpoint | undefined;
  /** Whether one should be taken after so many records, before a later one comes. */
  readonly isTimeFor: (count: number) => boolean;
  readonly take: (count: number, states: States) => void;
  /** A record was inserted among or behind those that begin at `start`: what lies behind it moves by one. */
  readonly recordInserted: (start: number) => void;
  /** Some participants were folded again up to `count`. */
  readonly mend: (count: number, states: States, participants: ReadonlySet<string>) => void;
  /** The first `count` records were let go. */
  readonly recordsSealed: (count: number) => void;
  readonly clear: () => void;
}

const INTERVAL = 32;

/** No checkpoints yet. They are few: one for every 32 records. */
export function createCheckpoints(): Checkpoints {
  let checkpoints: Checkpoint[] | undefined;
  let nextAt = INTERVAL;

  function lastWithin(count: number): Checkpoint | undefined {
    return checkpoints?.findLast((checkpoint) => checkpoint.count <= count);
  }

  return {
    lastWithin,
    isTimeFor: (count) => count >= nextAt,
    take(count, states) {
      (checkpoints ??= []).push({ count, states: new Map(states) });
      nextAt = count + INTERVAL;
    },
    recordInserted(start) {
      if (checkpoints === undefined) return;
      for (let index = checkpoints.length - 1; index >= 0; index -= 1) {
        const checkpoint = checkpoints[index];
        if (checkpoint === undefined || checkpoint.count <= start) return;
        checkpoint.count += 1;
      }
    },
    mend(count, states, participants) {
      const checkpoint = lastWithin(count);
      if (checkpoint?.count !== count) return;
      for (const id of participants) {
        const state = states.get(id);
        if (state === undefined) checkpoint.states.delete(id);
        else checkpoint.states.set(id, state);
      }
    },
    recordsSealed(count) {
      checkpoints = checkpoints?.filter((checkpoint) => checkpoint.count > count);
      for (const checkpoint of checkpoints ?? []) checkpoint.count -= count;
      nextAt = (checkpoints?.at(-1)?.count ?? 0) + INTERVAL;
    },
    clear() {
      checkpoints = undefined;
    },
  };
}
