import type { FastifyReply, FastifyRequest } from "fastify";

import type { Board } from "../board";
import { ProblemError } from "./problems";

/** A client with so many bytes unread is sent nothing until it has read them; then it gets what changed meanwhile. */
const BEHIND_BYTES = 64 * 1024;
/** A client that reads nothing so many times in a row, about a minute, is disconnected. */
const SKIPS_MAX = 120;
const RETRY_MS = 1000;
/** How many streams there may be, in all and from one address. */
const STREAMS_MAX = 1000;
const STREAMS_PER_ADDRESS_MAX = 250;

interface Client {
  readonly address: string;
  readonly send: () => void;
  readonly end: () => void;
}

/**
 * Streams what changes on a board as server-sent events. A client that comes back says what it saw last, and gets what
 * changed since; one that reads too slowly misses what was overtaken, never what stands.
 */
export function createEventStream(board: Board): {
  readonly answer: (request: FastifyRequest, reply: FastifyReply) => void;
  readonly close: () => void;
} {
  const clients = new Set<Client>();
  const stopListening = board.listen(() => {
    for (const client of clients) client.send();
  });

  function answer(request: FastifyRequest, reply: FastifyReply): void {
    const { ip: address } = request;
    refuseTooMany(clients, address);
    const { lastEventId } = request.query as { readonly lastEventId?: string };
    let known = request.headers["last-event-id"]?.toString() ?? lastEventId;
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      "content-type": "text/event-stream",
      "cache-control": "no-store",
      "x-accel-buffering": "no",
    });
    raw.write(`retry: ${RETRY_MS}\n\n`);
    let skips = 0;
    const client: Client = {
      address,
      send() {
        const isBehind = raw.writableLength > BEHIND_BYTES;
        skips = isBehind ? skips + 1 : 0;
        if (skips > SKIPS_MAX) raw.destroy();
        if (isBehind) return;
        const last = board.feed.lastId();
        if (known !== last) raw.write(board.feed.eventSince(known));
        known = last;
      },
      end: () => raw.end(),
    };
    clients.add(client);
    raw.on("close", () => clients.delete(client));
    client.send();
  }

  return {
    answer,
    close() {
      stopListening();
      for (const client of clients) client.end();
    },
  };
}

function refuseTooMany(clients: ReadonlySet<Client>, address: string): void {
  if (clients.size >= STREAMS_MAX) throw new ProblemError(503, "tooManyStreams", "Close some, or ask another board.");
  const own = [...clients].filter((client) => client.address === address).length;
  if (own < STREAMS_PER_ADDRESS_MAX) return;
  const advice = "Close some. Behind a proxy, name it with --trusted-proxies.";
  throw new ProblemError(429, "tooManyStreams", advice);
}
