import { connection } from "./store";

/** Answers a path of the API; rejects with what to say where it cannot. */
export type Answerer = (path: string, init?: RequestInit) => Promise<unknown>;

let answerer: Answerer = askServer;

/** Asks the API. Rejects with what the answer says where it is no good one. */
export async function ask<Answer>(path: string, init?: RequestInit): Promise<Answer> {
  return (await answerer(path, init)) as Answer;
}

/** Lets something else than the server answer: a page without one answers itself. */
export function answerWith(other: Answerer): void {
  answerer = other;
}

async function askServer(path: string, init?: RequestInit): Promise<unknown> {
  const answer = await fetch(`/api/v1/${path}`, init);
  if (answer.status === 401) connection.value = "denied";
  if (answer.status === 204) return undefined;
  const body: unknown = await answer.json();
  if (!answer.ok) throw new Error((body as { readonly detail?: string }).detail ?? `The server says ${answer.status}.`);
  return body;
}
