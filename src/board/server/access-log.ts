/** What somebody did about being let in, or was refused. Nothing in it is a token, an id or a text of a request. */
export interface AccessEvent {
  /** `tokenAccepted`: a programme showed the token with its request, and holds no cookie. */
  readonly what: "signedIn" | "signedOut" | "tokenAccepted" | "refused";
  /** The client's address: behind trusted proxies the one that they name. */
  readonly client: string;
  /** The pattern of the path, as it is documented; undefined where nothing is there. */
  readonly route: string | undefined;
  /** Why it was refused: the code of the answer. */
  readonly reason?: string;
}

/** An event as it is logged: with how many of its kind were not, since the one before. */
export interface AccessEntry extends AccessEvent {
  readonly unlogged?: number;
}

const WINDOW_MS = 60_000;
/** So many lines of each kind are written in a window. */
const LINES_MAX = 60;
const EACH_TIME: ReadonlySet<AccessEvent["what"]> = new Set(["signedIn", "signedOut"]);

interface Kind {
  since: number;
  lines: number;
  unlogged: number;
  seen: Set<string>;
}

/**
 * Writes who was let in and who was refused, so that nobody fills the log: of each kind only so many lines a minute, and of
 * refusals one for each client, route and reason. What is left out is counted in the next line of its kind.
 */
export class AccessLog {
  private readonly kinds = new Map<AccessEvent["what"], Kind>();

  constructor(private readonly write: (entry: AccessEntry) => void) {}

  note(event: AccessEvent, now: number): void {
    const kind = this.kindOf(event.what, now);
    const key = `${event.client} ${event.route ?? ""} ${event.reason ?? ""}`;
    if (kind.lines >= LINES_MAX || (!EACH_TIME.has(event.what) && kind.seen.has(key))) {
      kind.unlogged += 1;
      return;
    }
    kind.lines += 1;
    kind.seen.add(key);
    const { unlogged } = kind;
    kind.unlogged = 0;
    this.write({ ...event, ...(unlogged > 0 && { unlogged }) });
  }

  private kindOf(what: AccessEvent["what"], now: number): Kind {
    const known = this.kinds.get(what);
    if (known !== undefined && now - known.since < WINDOW_MS) return known;
    const kind = { since: now, lines: 0, unlogged: known?.unlogged ?? 0, seen: new Set<string>() };
    this.kinds.set(what, kind);
    return kind;
  }
}
