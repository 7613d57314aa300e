import type { FastifyReply, FastifyRequest } from "fastify";

import type { Board } from "../board";

/** Whoever has not taken so many bytes is told nothing until it has; then it gets what changed meanwhile. */
const BEHIND_BYTES = 256 * 1024;
const RETRY_MS = 1000;

/**
 * Streams what changes on a board as server-sent events. A client that comes back says what it saw last, and gets what
 * changed since; one that reads too slowly misses what was overtaken, never what stands.
 */
export function createEventStream(board: Board): {
  readonly answer: (request: FastifyRequest, reply: FastifyReply) => void;
  readonly close: () => void;
} {
  const clients = new Set<{ tell: () => void; end: () => void }>();
  const stopListening = board.listen(() => {
    for (const client of clients) client.tell();
  });

  function answer(request: FastifyRequest, reply: FastifyReply): void {
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
    const client = {
      tell() {
        if (raw.writableLength > BEHIND_BYTES) return;
        const last = board.feed.lastId();
        if (known !== last) raw.write(board.feed.eventSince(known));
        known = last;
      },
      end: () => raw.end(),
    };
    clients.add(client);
    raw.on("close", () => clients.delete(client));
    client.tell();
  }

  return {
    answer,
    close() {
      stopListening();
      for (const client of clients) client.end();
    },
  };
}
