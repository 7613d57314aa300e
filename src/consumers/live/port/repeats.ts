const REMEMBERED_MAX = 200;

interface Said {
  at: number;
  keptBack: number;
}

/** Keeps back what is said again and again: a broker that is down is news once, not with each attempt to reach it. */
export class Repeats {
  private readonly said = new Map<string, Said>();

  constructor(
    private readonly everyMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** How often a text was kept back since it was last said; undefined where it is to be kept back now. */
  admit(text: string): number | undefined {
    const now = this.now();
    const said = this.said.get(text);
    if (said !== undefined && now - said.at < this.everyMs) {
      said.keptBack += 1;
      return undefined;
    }
    if (said === undefined && this.said.size >= REMEMBERED_MAX) this.said.clear();
    this.said.set(text, { at: now, keptBack: 0 });
    return said?.keptBack ?? 0;
  }
}
