import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

import type { MetricsText } from "../../models/metrics-text";
import { notListening } from "../../models/not-listening";

/** What whoever watches a service may ask. */
export interface Health {
  /** Whether it still works, all of it. */
  readonly isAlive: () => boolean;
  readonly isReady: () => boolean | Promise<boolean>;
  readonly metrics: () => Promise<MetricsText>;
}

/** Whoever asks is a probe on the same network: a request is one short line, and takes no time. */
const LIMITS = {
  headersTimeout: 5000,
  requestTimeout: 5000,
  keepAliveTimeout: 5000,
  connectionsCheckingInterval: 1000,
  maxHeaderSize: 8192,
} as const;
const CONNECTIONS_MAX = 200;

/** Answers `/livez`, `/readyz` and `/metrics`. Throws `AppError` where the port is taken. */
export async function listenForHealth(host: string, port: number, health: Health): Promise<Server> {
  const server = createServer(LIMITS, (request, response) => {
    void answer(request, health, response).catch(() => send(response, 500, "text/plain", "failed\n"));
  });
  server.maxConnections = CONNECTIONS_MAX;
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(notListening(host, port, error.code, ", or --no-http")),
    );
    server.listen(port, host, resolve);
  });
  return server;
}

async function answer({ url, method }: IncomingMessage, health: Health, response: ServerResponse): Promise<void> {
  if (method !== "GET" && method !== "HEAD") return send(response, 405, "text/plain", "Ask by GET.\n");
  if (url === "/livez") {
    const isAlive = health.isAlive();
    return send(response, isAlive ? 200 : 503, "text/plain", isAlive ? "alive\n" : "not alive\n");
  }
  if (url === "/readyz") {
    const isReady = await health.isReady();
    return send(response, isReady ? 200 : 503, "text/plain", isReady ? "ready\n" : "not ready\n");
  }
  if (url !== "/metrics") return send(response, 404, "text/plain", "Ask /livez, /readyz or /metrics.\n");
  const { type, body } = await health.metrics();
  send(response, 200, type, body);
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    "content-type": type,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(body);
}
