import { renameSync } from "node:fs";

import type { FinalEmission } from "../../engine/ports";
import { endOfLine, forEachBlock } from "./for-each-line";
import { createLineWriter } from "./line-writer";
import { rewrittenName } from "./streams";

/** Emissions that no longer stand: of which conversation, under which revision. */
export type SavedSuperseded = readonly (readonly [conversationId: string, revision: number])[];

/** The file that has the lines that stand, and what gives it its name, where that is another. */
export interface RewrittenFile {
  readonly file: string;
  readonly rename?: () => void;
}

/** Notes which emissions of a run no longer stand, and writes its files without their lines. */
export class Superseded {
  private readonly revisions = new Map<string, Set<number>>();

  constructor(saved: SavedSuperseded = []) {
    for (const [conversationId, revision] of saved) this.add({ conversationId, revision });
  }

  add({ conversationId, revision }: Pick<FinalEmission, "conversationId" | "revision">): void {
    const known = this.revisions.get(conversationId);
    if (known === undefined) this.revisions.set(conversationId, new Set([revision]));
    else known.add(revision);
  }

  save(): SavedSuperseded {
    return [...this.revisions].flatMap(([id, revisions]) => [...revisions].map((revision) => [id, revision] as const));
  }

  /** Writes a file anew without the lines that no longer stand, beside it, where there may be any. */
  rewrite(file: string): RewrittenFile {
    if (this.revisions.size === 0) return { file };
    const rewritten = rewrittenName(file);
    const writer = createLineWriter(rewritten);
    const heads = new IdHeads(this.revisions.keys());
    forEachBlock(file, (lines) => {
      let kept = 0;
      for (let from = 0, end = 0; from < lines.length; from = end) {
        end = endOfLine(lines, from);
        if (!heads.mayBegin(lines, from) || !this.has(lines.subarray(from, end))) continue;
        writer.append(lines.subarray(kept, from));
        kept = end;
      }
      writer.append(lines.subarray(kept));
    });
    writer.close();
    return { file: rewritten, rename: () => renameSync(rewritten, file) };
  }

  private has(line: Buffer): boolean {
    const { conversationId, revision } = headOf(line);
    return this.revisions.get(conversationId)?.has(revision) === true;
  }
}

const HEAD_BYTES = 6;

/**
 * The first bytes of some conversations' ids: a line whose id begins in another way is of none of them, and is not looked into.
 * The id of each line begins with its conversation's.
 */
class IdHeads {
  private readonly heads = new Set<number>();
  private isAnyShort = false;
  /** Where in a line its id begins: in all lines of a file at the same place. */
  private at = -1;

  constructor(ids: Iterable<string>) {
    for (const id of ids) {
      const bytes = Buffer.from(JSON.stringify(id)).subarray(1, -1);
      if (bytes.length < HEAD_BYTES) this.isAnyShort = true;
      else this.heads.add(bytes.readUIntLE(0, HEAD_BYTES));
    }
  }

  /** Whether the line that begins at a place may be of one of them. */
  mayBegin(lines: Buffer, from: number): boolean {
    if (this.at < 0) this.at = lines.indexOf(ID, from) + ID.length + 1 - from;
    const at = from + this.at;
    return this.isAnyShort || at + HEAD_BYTES > lines.length || this.heads.has(lines.readUIntLE(at, HEAD_BYTES));
  }
}

const REVISION = Buffer.from(',"revision":');
const CONVERSATION = Buffer.from(',"conversationId":');
const ID = Buffer.from('"id":');
const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/** Whose line of an output it is, and under which revision. The keys of a line are in a fixed order: the id comes first, then the revision. */
export function headOf(line: Buffer): { readonly conversationId: string; readonly revision: number } {
  const id = textAt(line, line.indexOf(ID) + ID.length);
  const revisionAt = id.end + REVISION.length;
  const revision = Number.parseInt(line.toString("latin1", revisionAt, revisionAt + 20), 10);
  const own = line.indexOf(CONVERSATION, revisionAt);
  const isView = line.subarray(0, VIEW.length).equals(VIEW);
  return { conversationId: isView || own < 0 ? id.text : textAt(line, own + CONVERSATION.length).text, revision };
}

const VIEW = Buffer.from('{"type":"conversation"');

/** The JSON text that begins at a place, and where it ends. */
function textAt(line: Buffer, from: number): { readonly text: string; readonly end: number } {
  let end = from + 1;
  let isPlain = true;
  for (; line[end] !== QUOTE && end < line.length; end += 1) {
    if (line[end] !== BACKSLASH) continue;
    isPlain = false;
    end += 1;
  }
  const text = isPlain
    ? line.toString("utf8", from + 1, end)
    : (JSON.parse(line.toString("utf8", from, end + 1)) as string);
  return { text, end: end + 1 };
}
