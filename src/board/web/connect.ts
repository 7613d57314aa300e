import type { BoardNews } from "../../models/board";
import type { NameBook } from "../../models/name-book";
import { ask } from "./ask";
import { isSignedIn } from "./settings";
import { connection, names, passTime, silenceMs, takeNews } from "./store";

const SILENCE_MS = 5000;
const AGAIN_MS = 2000;
const BEAT_MS = 500;

let lastId: string | undefined;
let stream: EventSource | undefined;
let isTrying = false;

/** Shows the token, once; the server remembers. */
export async function signIn(token: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  await ask("session", { method: "POST", headers, body: JSON.stringify({ token }) });
  isSignedIn.value = true;
  connection.value = "connecting";
  open();
}

/** Makes what the server gave this screen useless, and asks for the token again. */
export async function signOut(): Promise<void> {
  await ask("session", { method: "DELETE" });
  isSignedIn.value = false;
  stream?.close();
  connection.value = "denied";
}

/** Connects, and goes on for as long as the page is there. */
export function connect(): void {
  const [, token] = /^#token=(.+)$/.exec(location.hash) ?? [];
  if (token === undefined) open();
  else {
    history.replaceState(undefined, "", location.pathname + location.search);
    signIn(decodeURIComponent(token)).catch(() => (connection.value = "denied"));
  }
  setInterval(() => {
    if (connection.value === "live" && silenceMs() > SILENCE_MS) lose();
    passTime();
  }, BEAT_MS);
}

function open(): void {
  stream?.close();
  const query = lastId === undefined ? "" : `?lastEventId=${encodeURIComponent(lastId)}`;
  stream = new EventSource(`/api/v1/events${query}`);
  stream.addEventListener("board", (event: MessageEvent<string>) => {
    const wasLive = connection.value === "live";
    lastId = event.lastEventId;
    takeNews(JSON.parse(event.data) as BoardNews);
    if (!wasLive) void fetchNames();
  });
  stream.addEventListener("error", () => {
    if (stream?.readyState === EventSource.CLOSED) lose();
  });
}

/** Says that the connection is lost, finds out whether it may be had at all, and tries again. */
function lose(): void {
  stream?.close();
  if (connection.value !== "denied") connection.value = "lost";
  if (!isTrying) tryAgain();
}

function tryAgain(): void {
  isTrying = true;
  setTimeout(() => {
    ask("health").then(
      () => {
        isTrying = false;
        open();
      },
      () => {
        isTrying = connection.value !== "denied";
        if (isTrying) tryAgain();
      },
    );
  }, AGAIN_MS);
}

async function fetchNames(): Promise<void> {
  names.value = await ask<NameBook>("names").catch(() => names.value);
}
