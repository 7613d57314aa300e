import type { ParticipantState } from "../../models/communication";
import type { AcceptedRecord } from "../../models/accepted-record";
import { foldInto } from "./fold-records";
import { foldPartsAgain } from "./fold-parts";
import type { EngineContext } from "./context";
import type { Part } from "./part";
import { withNewPart, withPlaced, type Stale } from "./stale";
import { Tracks } from "./tracks";

/** One for all: most conversations are never sealed, and an empty map is large. */
export const NO_STATES: ReadonlyMap<string, ParticipantState> = new Map();

/**
 * The states of a conversation's participants: the fold over the parts of its records. What comes in order is folded at once; what comes out
 * of order makes states stale, which are folded again once somebody asks for one: so many of them cost no more than one.
 */
export class States {
  /** What comes before the first part. */
  base = NO_STATES;
  private tracks: Tracks | undefined;
  private stale: Stale | undefined;

  constructor(private readonly context: EngineContext) {}

  /** Whether states must be folded again before they can be asked for, which takes longer the longer the history is. */
  isStale(): boolean {
    return this.stale !== undefined;
  }

  /** Folds a record that is about to be added to the last part; false where it is known to change no state. */
  fold(record: AcceptedRecord, parts: readonly Part[]): boolean {
    if (this.stale === undefined) return this.current(parts).fold(record);
    this.stale = withPlaced(this.stale, parts.length - 1, record.bodies);
    return true;
  }

  /** Notes that a record was inserted into a part, which may be two now. */
  noteInserted(record: AcceptedRecord, place: number, isSplit: boolean): void {
    this.stale = isSplit ? withNewPart(this.stale, place) : withPlaced(this.stale, place, record.bodies);
  }

  /** The states that the next part begins with; none yet, and noted as such, where they are stale. */
  beforeNext(parts: readonly Part[]): Map<string, ParticipantState> {
    if (this.stale === undefined) return this.states(parts);
    this.stale = withNewPart(this.stale, parts.length - 1);
    return new Map();
  }

  /** Folds again what records out of order made stale. */
  catchUp(parts: Part[]): void {
    if (this.stale === undefined) return;
    const { from, who } = this.stale;
    this.stale = undefined;
    if (this.tracks === undefined && from === parts.length - 1) return;
    const states = foldPartsAgain(parts, from, this.base, who, this.context);
    this.tracks?.take(states);
  }

  /** The state of every participant, with all folded in. */
  tracksOf(parts: Part[]): Tracks {
    this.catchUp(parts);
    return this.current(parts);
  }

  /** The states by participant. */
  states(parts: readonly Part[]): Map<string, ParticipantState> {
    return this.current(parts).states();
  }

  /** Releases the states behind the last part; they are folded again when they are asked for. */
  hibernate(): void {
    this.tracks = undefined;
  }

  private current(parts: readonly Part[]): Tracks {
    if (this.tracks !== undefined) return this.tracks;
    const last = parts.at(-1);
    const states = new Map(last?.before ?? this.base);
    if (last !== undefined) foldInto(states, last.block.records(), this.context.fold, undefined);
    return (this.tracks = new Tracks(states, this.context.fold));
  }
}
