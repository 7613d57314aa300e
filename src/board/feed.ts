import { randomUUID } from "node:crypto";

import type { BoardSections } from "../models/board";

type SectionName = keyof BoardSections;

/** A section as it was last sent. */
interface SentSection {
  readonly json: string;
  /** The version that changed it last. */
  readonly version: number;
}

/**
 * The sections of a board as they stand, each with the version that changed it last. Whoever comes back with the version
 * that it knows gets exactly the sections that changed since: nothing is kept for it, and nothing is left out.
 */
export class BoardFeed {
  private readonly sections = new Map<SectionName, SentSection>();
  /** Another life of the server counts anew. */
  private readonly epoch = randomUUID().slice(0, 8);
  private version = 0;

  /** Takes how things stand now; says whether anything changed. */
  update(now: BoardSections): boolean {
    const changed: [SectionName, string][] = [];
    for (const name of Object.keys(now) as SectionName[]) {
      const json = JSON.stringify(now[name]);
      if (this.sections.get(name)?.json !== json) changed.push([name, json]);
    }
    if (changed.length === 0) return false;
    this.version += 1;
    for (const [name, json] of changed) this.sections.set(name, { json, version: this.version });
    return true;
  }

  /** The id of what was sent last. */
  lastId(): string {
    return `${this.epoch}.${this.version}`;
  }

  /** A section as JSON; undefined before the first update. */
  section(name: SectionName): string | undefined {
    return this.sections.get(name)?.json;
  }

  /** The event for somebody who has what an id stands for: all sections where it is of another life, or none is given. */
  eventSince(id: string | undefined): string {
    const known = this.versionOf(id);
    const parts = [...this.sections].filter(([, section]) => section.version > known);
    const json = `{${parts.map(([name, section]) => `${JSON.stringify(name)}:${section.json}`).join(",")}}`;
    return `id: ${this.lastId()}\nevent: board\ndata: ${json}\n\n`;
  }

  private versionOf(id: string | undefined): number {
    const [epoch, version] = id?.split(".") ?? [];
    const known = Number(version);
    return epoch === this.epoch && Number.isInteger(known) && known <= this.version ? known : 0;
  }
}
