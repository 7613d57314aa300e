import { Batcher, type OnBatched } from "../engine/batcher";
import { createEngine, type Engine } from "../engine/engine";
import type { EngineCounts, Outputs } from "../engine/ports";
import type { Decoded } from "../models/decoded";
import type { Instant } from "../models/instant";
import type { Policy } from "../models/policy";
import { decodeEngine, saveEngine } from "./checkpoint";

/** To whom an engine emits, and who is given each record before. */
export interface EngineEnd<Note> {
  readonly outputs: Outputs;
  readonly onRecord: OnBatched<Note>;
}

/** What the engines of a run hold, encoded; those of several threads one after the other. */
export interface SavedEngines {
  readonly engines: readonly Uint8Array[];
  readonly revisionEngines: readonly Uint8Array[];
}

/**
 * What folds the log of a run: an engine that emits what stands of each conversation once, and, where every change is
 * wanted too, a second one that emits those. Both take the same records.
 */
export class RunEngines<Note = undefined> {
  readonly finals: Engine;
  /** Undefined where changes are not wanted. */
  readonly changes: Engine | undefined;
  private readonly batchers: readonly Batcher<Note>[];

  constructor(policy: Policy, finals: EngineEnd<Note>, changes: EngineEnd<Note> | undefined) {
    this.finals = createEngine(policy, finals.outputs, { emits: "finals" });
    this.changes = changes && createEngine(policy, changes.outputs);
    const batchers = [new Batcher(this.finals, finals.onRecord)];
    if (this.changes !== undefined && changes !== undefined) batchers.push(new Batcher(this.changes, changes.onRecord));
    this.batchers = batchers;
  }

  take(record: Decoded, note: Note): void {
    for (const batcher of this.batchers) batcher.take(record, note);
  }

  flush(): void {
    for (const batcher of this.batchers) batcher.flush();
  }

  /** Ends the run: what was not emitted yet is now. */
  finish(until: Instant | undefined): void {
    this.flush();
    this.finals.finish(until);
    this.changes?.finish(until);
  }

  counts(): EngineCounts {
    return this.finals.counts();
  }

  /** What they hold; undefined, with a fault, where that cannot be saved whole. */
  save(outputs: Pick<Outputs, "fault">): SavedEngines | undefined {
    const engine = saveEngine(this.finals, outputs);
    const revisions = this.changes && saveEngine(this.changes, outputs);
    if (engine === undefined || (this.changes !== undefined && revisions === undefined)) return undefined;
    return { engines: [engine], revisionEngines: revisions === undefined ? [] : [revisions] };
  }

  /** Go on where others were. */
  load({ engines, revisionEngines }: SavedEngines): void {
    for (const one of engines) this.finals.load(decodeEngine(one));
    for (const one of revisionEngines) this.changes?.load(decodeEngine(one));
  }
}
