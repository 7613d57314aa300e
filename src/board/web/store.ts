import { computed, signal } from "@preact/signals";

import type { BoardNews, BoardSections } from "../../models/board";
import type { NameBook } from "../../models/name-book";
import { ownValue } from "../../models/own-value";

/** Whether what is shown is what is: `lost` and `denied` freeze the page and say so. */
export type ConnectionState = "connecting" | "live" | "lost" | "denied";

/** Whether news come. */
export const connection = signal<ConnectionState>("connecting");
/** All that the page was sent. */
export const sections = signal<Partial<BoardSections>>({});
/** Names for ids. */
export const names = signal<NameBook>({ queues: {}, users: {}, wrapupCodes: {} });
/** Counts up with each news, so that lists know when to look again. */
export const newsCount = signal(0);
/** When the last news came, by the clock of the browser that only goes forward. */
const heardAt = signal(0);
/** The beat of everything that counts time; it stands still while the connection is lost. */
const beat = signal(0);

/** A name for an id of a queue, else the beginning of the id. */
export function queueName(id: string | null | undefined): string {
  return id === null || id === undefined ? "—" : (ownValue(names.value.queues, id) ?? id.slice(0, 8));
}

/** The same for an agent. */
export function userName(id: string | null | undefined): string {
  return id === null || id === undefined ? "—" : (ownValue(names.value.users, id) ?? id.slice(0, 8));
}

/** The ids of the agents whose name holds a text, or whose id it is. */
export function usersNamed(text: string): string[] {
  const wanted = text.toLowerCase();
  const named = Object.entries(names.value.users).filter(([, name]) => name.toLowerCase().includes(wanted));
  return named.length > 0 ? named.map(([id]) => id) : [text];
}

/** Takes news; what they do not speak of stays. */
export function takeNews(news: BoardNews): void {
  heardAt.value = performance.now();
  sections.value = { ...sections.value, ...(news as Partial<BoardSections>) };
  newsCount.value += 1;
  connection.value = "live";
}

/** Lets time pass, while news come. */
export function passTime(): void {
  if (connection.value === "live") beat.value = performance.now();
}

/** How long ago the last news came, in ms. */
export function silenceMs(): number {
  return performance.now() - heardAt.value;
}

/** The instant that is now in what is shown; undefined before any news. */
export const now = computed<number | undefined>(() => {
  const { clock } = sections.value;
  if (clock?.asOf == null) return undefined;
  const passed = Math.max(0, beat.value - heardAt.value);
  return Date.parse(clock.asOf) + passed * clock.speed;
});

/** How old the youngest record is, in ms; undefined where none came. */
export const dataAgeMs = computed<number | undefined>(() => {
  const { clock, health } = sections.value;
  if (clock === undefined || health?.lastRecordAt == null) return undefined;
  return Date.parse(clock.at) - Date.parse(health.lastRecordAt) + Math.max(0, beat.value - heardAt.value);
});

/** How long something has lasted now. */
export function sinceMs(since: string | null | undefined): number | null {
  return since == null || now.value === undefined ? null : now.value - Date.parse(since);
}
