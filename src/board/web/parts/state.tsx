import type { ComponentChildren } from "preact";

import { formatCount, formatLevel } from "../format";

/** How something stands against its target. */
export type Standing = "good" | "warn" | "bad" | "plain";

const SIGN_BY_STANDING: Readonly<Record<Standing, string>> = { good: "✓", warn: "▲", bad: "!", plain: "" };

/** Something with its standing: a sign, a colour, and words for those who see neither. */
export function State({
  standing,
  words,
  children,
}: {
  readonly standing: Standing;
  readonly words?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <span class={`state ${standing}`}>
      {standing !== "plain" && <span aria-hidden="true">{SIGN_BY_STANDING[standing]} </span>}
      {children}
      {words !== undefined && <span class="unseen"> ({words})</span>}
    </span>
  );
}

/** Marks what may lack records: a gap in the data lies in it. */
export function Lack({ mayLack }: { readonly mayLack: boolean }) {
  if (!mayLack) return null;
  return (
    <span class="state warn" title="records may be missing">
      {" "}
      <span aria-hidden="true">◐</span>
      <span class="unseen"> (records may be missing)</span>
    </span>
  );
}

const NEAR = 0.05;

/** How a service level stands: at its target, within five points below it, or further below. */
export function standingOf(share: number | null | undefined, target: number | undefined): Standing {
  if (share == null || target === undefined) return "plain";
  if (share >= target) return "good";
  return share >= target - NEAR ? "warn" : "bad";
}

const WORDS: Readonly<Record<Standing, string>> = {
  good: "at target",
  warn: "just below target",
  bad: "below target",
  plain: "nothing to judge yet",
};

/** A service level against its target, and what it is a share of where that stands beside it. */
export function ServiceLevel({
  share,
  target,
  of,
}: {
  readonly share: number | null | undefined;
  readonly target: number | undefined;
  readonly of?: readonly [part: number, whole: number];
}) {
  const standing = standingOf(share, target);
  return (
    <>
      <State standing={standing} words={WORDS[standing]}>
        {formatLevel(share, target)}
      </State>
      {of !== undefined && <Of part={of[0]} whole={of[1]} />}
    </>
  );
}

/** What a share is of: `51 of 64`, small. */
export function Of({ part, whole }: { readonly part: number; readonly whole: number }) {
  if (whole === 0) return null;
  return (
    <span class="of">
      {" "}
      {formatCount(part)} of {formatCount(whole)}
    </span>
  );
}

/** A count that should be none. */
export function Bad({ count, words }: { readonly count: number | undefined; readonly words: string }) {
  if (count === undefined) return <>—</>;
  return (
    <State standing={count > 0 ? "bad" : "plain"} {...(count > 0 && { words })}>
      {formatCount(count)}
    </State>
  );
}

/** One number of a board, with what it is and, where there is one, its target. */
export function Tile({
  name,
  note,
  children,
}: {
  readonly name: string;
  readonly note?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd>{children}</dd>
      {note !== undefined && <dd class="note">{note}</dd>}
    </div>
  );
}
