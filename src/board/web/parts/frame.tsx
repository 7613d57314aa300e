import type { ComponentChildren } from "preact";

import { signOut } from "../connect";
import { formatDuration, formatInstant, formatTime } from "../format";
import { describeGaps } from "../gaps";
import { linkTo, place } from "../place";
import { allZones, isSignedIn, theme, zone } from "../settings";
import { connection, dataAgeMs, now, sections } from "../store";

const VIEWS = [
  ["/", "Queues"],
  ["/breaches", "Breaches"],
  ["/callbacks", "Callbacks"],
  ["/conversations", "Conversations"],
  ["/health", "Health"],
  ["/wall", "Wall"],
] as const;

/** What is around every view: where one can go, what time it is there, and whether it can be believed. */
export function Frame({ bar, children }: { readonly bar?: ComponentChildren; readonly children: ComponentChildren }) {
  return (
    <>
      <a class="skip" href="#view">
        To the numbers
      </a>
      <header>
        <span class="brand">convofold</span>
        <nav aria-label="Views">
          {VIEWS.map(([path, name]) => (
            <a key={path} href={linkTo(path)} aria-current={isHere(path) ? "page" : undefined}>
              {name}
              {name === "Breaches" && <Count count={sections.value.totals?.breaches} />}
            </a>
          ))}
        </nav>
        <Clock />
        <Settings />
      </header>
      {bar}
      <Trust />
      <main id="view">{children}</main>
    </>
  );
}

function isHere(path: string): boolean {
  const here = place.value.path;
  return path === "/" ? here === "/" : here === path || here.startsWith(`${path}/`);
}

function Count({ count }: { readonly count: number | undefined }) {
  return count === undefined || count === 0 ? null : <span class="count">{count}</span>;
}

const SOURCES = { simulation: "simulated centre", log: "recorded log", topics: "live" };

function Clock() {
  const { clock, health } = sections.value;
  const isPlayed = clock?.source === "topics" && clock.speed === 0 && (health?.played.length ?? 0) > 0;
  const pace =
    clock === undefined || clock.speed === 1 || clock.speed === 0 ? "" : `, ${clock.speed} × as fast as life`;
  return (
    <div class="clock">
      <time>{formatInstant(now.value, zone.value)}</time>
      <span class="quiet">{isPlayed ? "played" : clock === undefined ? "" : `${SOURCES[clock.source]}${pace}`}</span>
    </div>
  );
}

function Settings() {
  return (
    <div class="settings">
      <label>
        <span class="unseen">Time zone</span>
        <select value={zone.value} onChange={({ currentTarget }) => (zone.value = currentTarget.value)}>
          {allZones().map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="unseen">Colours</span>
        <select
          value={theme.value}
          onChange={({ currentTarget }) => (theme.value = currentTarget.value as typeof theme.value)}
        >
          <option value="auto">system</option>
          <option value="dark">dark</option>
          <option value="light">light</option>
        </select>
      </label>
      {isSignedIn.value && (
        <button type="button" onClick={() => void signOut().catch(() => undefined)}>
          Sign out
        </button>
      )}
    </div>
  );
}

const OLD_MS = 60_000;

/** Says when what is shown must not be taken for what is. */
export function Trust() {
  return (
    <>
      <State />
      <Played />
      <Behind />
      <Lacking />
    </>
  );
}

/** Whose instants are of another day. */
function Played() {
  const played = sections.value.health?.played ?? [];
  if (played.length === 0) return null;
  return (
    <p class="trust plain" role="status">
      <strong>Played:</strong> a log is played in {partitions(played)}. Its instants are not of today, and the clock
      does not apply there.
    </p>
  );
}

/** Who is so late that what is due may only seem overdue. */
function Behind() {
  const behind = sections.value.health?.behind ?? [];
  if (behind.length === 0) return null;
  const oldest = behind.map(({ latestNews }) => latestNews).sort()[0];
  return (
    <p class="trust warn" role="status">
      <strong>
        ▲ Behind the clock by more than the lateness: {partitions(behind.map(({ partition }) => partition))}
      </strong>{" "}
      (latest news of {formatInstant(oldest, zone.value)}). It is quiet there, or records come late: then what seems
      overdue may have been kept.
    </p>
  );
}

/** What the data lack. */
function Lacking() {
  const gaps = sections.value.health?.gaps ?? [];
  if (gaps.length === 0) return null;
  return (
    <p class="trust warn" role="status">
      <strong>◐ Data are missing:</strong> {describeGaps(gaps, zone.value)}. What is marked ◐ may be wrong.
    </p>
  );
}

const NAMED_MAX = 8;

/** `partition 3`, `partitions 0, 1, 2`; those beyond the first few are counted. */
function partitions(numbers: readonly number[]): string {
  const more = numbers.length - NAMED_MAX;
  const named = numbers.slice(0, NAMED_MAX).join(", ");
  return `${numbers.length === 1 ? "partition" : "partitions"} ${named}${more > 0 ? ` and ${more} more` : ""}`;
}

function State() {
  const { health, clock } = sections.value;
  const age = dataAgeMs.value;
  if (connection.value === "lost") {
    return (
      <p class="trust bad" role="alert">
        <strong>! Connection lost.</strong> What you see is as it was at {formatTime(now.value, zone.value)} and stands
        still. Trying again…
      </p>
    );
  }
  if (clock?.asOf === null) {
    return (
      <p class="trust empty" role="status">
        <strong>○ Empty:</strong> no record of a conversation{" "}
        {health?.isEnded === true ? "was in the log" : "has come yet"}. There is nothing to show.
      </p>
    );
  }
  if (health?.isEnded === true) {
    return (
      <p class="trust plain" role="status">
        The log is over: this is how things stood at its end.
      </p>
    );
  }
  if (age !== undefined && age > OLD_MS && health !== undefined) {
    return (
      <p class="trust warn" role="status">
        <strong>▲ Nothing new has come for {formatDuration(age)}.</strong> It is quiet, or something upstream has
        stopped.
      </p>
    );
  }
  return null;
}
