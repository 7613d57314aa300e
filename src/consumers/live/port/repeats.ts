const REMEMBERED_MAX = 200;

interface Logged {
  at: number;
  suppressed: number;
}

/** Suppresses log messages that repeat: a broker that is down is reported once in a while, not with each attempt to reach it. */
export class RepeatFilter {
  private readonly lastLogged = new Map<string, Logged>();

  constructor(
    private readonly everyMs: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** How often a text was suppressed since it was last logged; undefined where it is to be suppressed now. */
  admit(text: string): number | undefined {
    const now = this.now();
    const lastLogged = this.lastLogged.get(text);
    if (lastLogged !== undefined && now - lastLogged.at < this.everyMs) {
      lastLogged.suppressed += 1;
      return undefined;
    }
    if (lastLogged === undefined && this.lastLogged.size >= REMEMBERED_MAX) this.lastLogged.clear();
    this.lastLogged.set(text, { at: now, suppressed: 0 });
    return lastLogged?.suppressed ?? 0;
  }
}
